using System.Data.Common;
using Akka.Event;
using DeepIoT.Coordinator.Telemetry;

namespace DeepIoT.Coordinator.Storage;

/// <summary>A journal that did not do what it was asked to: counted, and told in the log.</summary>
internal static class JournalFault
{
    /// <param name="what">Ends up in front of the reason.</param>
    public static void JournalFailed(this ILoggingAdapter log, Exception cause, string what)
    {
        CoordinatorSignals.JournalFailed();
        // A database that is away is asked again every few seconds, and its message says all there is to know.
        if (DatabaseFault(cause) is { } fault)
            log.Error("{0}: {1}", what, fault.Message);
        else
            log.Error(cause, "{0}", what);
    }

    private static DbException? DatabaseFault(Exception? cause)
    {
        while (cause is not (null or DbException))
            cause = cause.InnerException;
        return (DbException?)cause;
    }
}
