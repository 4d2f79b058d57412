using System.Net;
using System.Security.Claims;
using DeepIoT.Coordinator.Access;

namespace DeepIoT.Coordinator.Page.Visiting;

/// <summary>Who looks at the page.</summary>
/// <param name="Token">Null where nobody is asked for one.</param>
/// <param name="From">Address that the visitor came from when it logged in.</param>
/// <param name="Role">Null where everybody may do everything.</param>
internal sealed record Visitor(string? Token, string From, string Name = "", Role? Role = null)
{
    private const string TokenClaim = "token", FromClaim = "from";

    public string? Authorization => Token is null ? null : $"Bearer {Token}";

    /// <summary>Whether the page offers what only some roles may do; that it is not done all the same is the gate's business.</summary>
    public bool MaySubmit => Role is null or Access.Role.Submitter or Access.Role.Admin;

    public bool MayRule => Role is null or Access.Role.Admin;

    public static Visitor Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(TokenClaim),
        user.FindFirstValue(FromClaim) ?? IPAddress.Loopback.ToString(),
        user.Identity?.Name ?? "",
        Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : null);

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(TokenClaim, Token!),
            new Claim(FromClaim, From),
            new Claim(ClaimTypes.Name, Name),
            new Claim(ClaimTypes.Role, Role.ToString()!),
        ],
        scheme));
}
