namespace DeepIoT.Coordinator.Access;

/// <summary>Which role may call which method.</summary>
internal static class AccessRules
{
    // What it carries is its own proof.
    private const string Enrol = "/deepiot.v1.Boards/Enrol";

    private static readonly Dictionary<string, Role[]> Rules = new()
    {
        ["/deepiot.v1.Campaigns/Submit"] = [Role.Submitter],
        ["/deepiot.v1.Campaigns/Cancel"] = [Role.Submitter],
        ["/deepiot.v1.Campaigns/Pause"] = [Role.Submitter],
        ["/deepiot.v1.Campaigns/Resume"] = [Role.Submitter],
        ["/deepiot.v1.Campaigns/Extend"] = [Role.Submitter],
        ["/deepiot.v1.Campaigns/Delete"] = [Role.Submitter],
        ["/deepiot.v1.Campaigns/Get"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Campaigns/List"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Campaigns/Watch"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Campaigns/Results"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Boards/Attach"] = [Role.Board],
        ["/deepiot.v1.Boards/List"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Boards/Show"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Boards/Measure"] = [Role.Submitter],
        ["/deepiot.v1.Boards/Drain"] = [],
        ["/deepiot.v1.Boards/Resume"] = [],
        ["/deepiot.v1.Boards/Invite"] = [],
        ["/deepiot.v1.Boards/Revoke"] = [],
        [Enrol] = [.. Enum.GetValues<Role>()],
        ["/deepiot.v1.Access/Create"] = [],
        ["/deepiot.v1.Access/List"] = [],
        ["/deepiot.v1.Access/Revoke"] = [],
        ["/deepiot.v1.Access/Audit"] = [],
        ["/deepiot.v1.Trainers/List"] = [Role.Viewer, Role.Submitter],
        ["/deepiot.v1.Trainers/Drain"] = [],
        ["/deepiot.v1.Trainers/Resume"] = [],
        ["/deepiot.v1.Artifacts/Stat"] = [Role.Submitter, Role.Trainer, Role.Board],
        ["/deepiot.v1.Artifacts/Upload"] = [Role.Submitter, Role.Trainer],
        ["/deepiot.v1.Artifacts/Download"] = [Role.Submitter, Role.Trainer, Role.Board],
        ["/deepiot.v1.Artifacts/Collect"] = [],
    };

    private static readonly HashSet<string> Looking = ["Get", "List", "Watch", "Results", "Show", "Stat", "Check", "Audit"];

    /// <summary>Nothing is changed by it, and no artifact handed out.</summary>
    public static bool OnlyLooks(string method) => Looking.Contains(method[(method.LastIndexOf('/') + 1)..]);

    /// <summary>Whether somebody has thought of who may call it.</summary>
    public static bool Names(string method) => Rules.ContainsKey(method);

    /// <summary>The health check answers everybody, and so does enrolment, which asks for a join token itself; a method that no rule names is the admin's alone.</summary>
    public static bool Allows(string method, Role? role) =>
        method.StartsWith("/grpc.health.v1.Health/", StringComparison.Ordinal)
        || method == Enrol
        || role == Role.Admin
        || (role is { } known && Rules.GetValueOrDefault(method, []).Contains(known));
}
