namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>Waits for something the other side does, up to a deadline that only a fault reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer holds, and returns it.</summary>
    public static async Task<T> Holds<T>(Func<Task<T>> ask, Func<T, bool> holds, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(Between);
        T answer;
        while (!holds(answer = await ask()))
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"{what} did not come within {Deadline}; last seen: {answer}");
            await timer.WaitForNextTickAsync();
        }

        return answer;
    }

    public static Task<T> Comes<T>(this Task<T> task) => task.WaitAsync(Deadline);

    public static Task Comes(this Task task) => task.WaitAsync(Deadline);
}
