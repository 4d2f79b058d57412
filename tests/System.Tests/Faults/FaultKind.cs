namespace DeepIoT.SystemTests.Faults;

internal enum FaultKind
{
    /// <summary>`kill -9`.</summary>
    Kill,

    /// <summary>SIGTERM, as a service manager stops a program.</summary>
    Terminate,

    /// <summary>SIGSTOP for twenty seconds, then SIGCONT.</summary>
    Freeze,

    /// <summary>The link to all others is down for twenty seconds.</summary>
    Cut,

    /// <summary>PostgreSQL ends every connection and begins again.</summary>
    RestartDatabase,

    /// <summary>The disk of the artifacts is full for fifteen seconds.</summary>
    FillDisk,
}
