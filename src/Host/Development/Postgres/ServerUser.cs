using System.Diagnostics;

namespace Marketplace.Host.Development.Postgres;

/// <summary>
/// Whom the server and its tools run as. PostgreSQL refuses to run as root; then it is the owner of the cluster that exists,
/// else <c>postgres</c>, else <c>nobody</c>. The runtime changes the user between fork and exec, so neither <c>su</c> nor
/// <c>runuser</c> is needed. A null name is the caller.
/// </summary>
internal sealed record ServerUser(string? Name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static ServerUser Caller { get; } = new((string?)null);

    public static async Task<ServerUser> InsteadOfRootAsync(CancellationToken cancellation)
    {
        foreach (var name in new[] { "postgres", "nobody" })
            if ((await RunAsCallerAsync("id", ["-u", name], cancellation)).Succeeded)
                return new ServerUser(name);
        throw new PrivateClusterException(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it. Start as an ordinary user.");
    }

    /// <summary>The owner of a folder; null when it is root, or a number without a name.</summary>
    public static async Task<ServerUser?> OwnerOfAsync(string folder, CancellationToken cancellation)
    {
        var owner = await RunAsCallerAsync("stat", ["-c", "%U", folder], cancellation);
        return owner.Succeeded && owner.Output is not ("root" or "UNKNOWN" or "") ? new ServerUser(owner.Output) : null;
    }

    public ProcessStartInfo Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            // Not the caller's: the server's user may be unable to enter it, and the tools complain.
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        // English messages, whatever the caller speaks: a few of them are recognised.
        start.Environment["LC_ALL"] = "C";
        if (Name is not null)
        {
            start.UserName = Name;
            start.Environment["HOME"] = "/";
        }

        return start;
    }

    /// <summary>Whether this user can enter the folder, through all of its parents.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellation) =>
        (await Command.RunAsync(Start("/bin/sh", "-c", "cd -- \"$1\"", "sh", folder), Limit, cancellation)).Succeeded;

    public async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        if (Name is null)
            return;
        var owned = await RunAsCallerAsync("chown", ["-R", Name + ":", folder], cancellation);
        if (!owned.Succeeded)
            throw new PrivateClusterException($"Could not give {folder} to the user {Name}: {owned.Output}");
    }

    private static Task<CommandResult> RunAsCallerAsync(string program, string[] arguments, CancellationToken cancellation) =>
        Command.RunAsync(Caller.Start(program, arguments), Limit, cancellation);
}
