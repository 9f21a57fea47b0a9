using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Host.Development.Postgres;

/// <summary>Where the cluster really lives, and whose its server is.</summary>
internal sealed record ClusterFolder(string Root, ServerUser User)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Enterable = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <summary>PostgreSQL's data folder; it appears whole or not at all.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    /// <summary>Where a new cluster is made before it gets its name.</summary>
    public string Unfinished => Path.Combine(Root, "cluster.unfinished");

    public string Log => Path.Combine(Cluster, "server.log");

    public string Settings => Path.Combine(Root, "server.conf");

    public string Password => Path.Combine(Root, "password");

    public string Lock => Path.Combine(Root, "lock");

    public bool HasCluster => File.Exists(Path.Combine(Cluster, "PG_VERSION"));

    /// <summary>The version that made the cluster, when there is one.</summary>
    public int? Major => HasCluster && int.TryParse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")), out var major) ? major : null;

    public static async Task<ClusterFolder> ArrangeAsync(PrivateClusterOptions options, ILogger logger, CancellationToken cancellation)
    {
        var wanted = Path.GetFullPath(options.DataFolder);
        if (!Environment.IsPrivilegedProcess)
            return ForCaller(wanted);
        if (await ForRootAsync(wanted, options.DeleteWhenDone, cancellation) is { } asWanted)
            return asWanted;
        foreach (var place in Elsewhere(wanted, options.DeleteWhenDone))
        {
            if (await IsPlantedAsync(place, cancellation) || await ForRootAsync(place, options.DeleteWhenDone, cancellation) is not { } folder)
                continue;
            logger.LogWarning("The user {User} cannot reach {Wanted}: the database lives in {Folder}.", folder.User.Name, wanted, place);
            return folder;
        }

        throw new PrivateClusterException($"The server's user can reach neither {wanted} nor a folder under /var/lib or /var/tmp.");
    }

    public static PrivateClusterException SomeoneElses(string folder, Exception? inner = null) => new(
        $"{folder} belongs to another user (was the host once started as root?). Start as that user, remove the folder, "
        + "or set ConnectionStrings__Marketplace.", inner);

    /// <summary>An empty folder that only the server's user may enter.</summary>
    public async Task MakePrivateAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder, Private);
        await User.OwnAsync(folder, cancellation);
    }

    private static ClusterFolder ForCaller(string wanted)
    {
        var folder = new ClusterFolder(wanted, ServerUser.Caller);
        try
        {
            Directory.CreateDirectory(wanted);
            // Another user's cluster looks like none; listing it tells them apart.
            if (Directory.Exists(folder.Cluster))
                _ = Directory.GetFileSystemEntries(folder.Cluster);
            return folder;
        }
        catch (UnauthorizedAccessException e)
        {
            throw SomeoneElses(wanted, e);
        }
    }

    private static async Task<ClusterFolder?> ForRootAsync(string place, bool deletable, CancellationToken cancellation)
    {
        if (!TryMake(place))
            return null;
        var cluster = new ClusterFolder(place, ServerUser.Caller).Cluster;
        var owner = Directory.Exists(cluster) ? await ServerUser.OwnerOfAsync(cluster, cancellation) : null;
        var folder = new ClusterFolder(place, owner ?? await ServerUser.InsteadOfRootAsync(cancellation));
        if (!await folder.User.CanEnterAsync(place, cancellation))
            return folder.HasCluster ? throw Unreachable(folder) : null;
        if (folder.HasCluster && owner is null)
            await folder.User.OwnAsync(cluster, cancellation);
        // The server's user deletes it when this process was killed (see ServerWatch), so it must own it.
        if (deletable)
            await folder.User.OwnAsync(place, cancellation);
        return folder;
    }

    // Falling back here would look like lost data.
    private static PrivateClusterException Unreachable(ClusterFolder folder) => new(
        $"{folder.Root} holds a database, but the user {folder.User.Name} cannot reach it any more. Let others enter its parents (chmod o+x), "
        + "or move the folder away.");

    private static IEnumerable<string> Elsewhere(string wanted, bool deletable)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..12];
        var name = $"marketplace-{Path.GetFileName(wanted)}-{hash}";
        // A folder that is thrown away goes where everybody may delete what is theirs.
        string[] parents = deletable ? ["/var/tmp"] : ["/var/lib", "/var/tmp"];
        return parents.Select(parent => Path.Combine(parent, name));
    }

    /// <summary>In a public folder somebody may have put a link, or a folder of theirs, where root is about to write.</summary>
    private static async Task<bool> IsPlantedAsync(string place, CancellationToken cancellation) =>
        new DirectoryInfo(place).LinkTarget is not null
        || (Directory.Exists(place)
            && await ServerUser.OwnerOfAsync(place, cancellation) is { } owner
            && owner != await ServerUser.InsteadOfRootAsync(cancellation));

    /// <summary>Makes the folder and its missing parents enterable by others, whatever the umask.</summary>
    private static bool TryMake(string folder)
    {
        try
        {
            var missing = new Stack<string>();
            for (var at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
                missing.Push(at);
            foreach (var made in missing)
            {
                Directory.CreateDirectory(made);
                File.SetUnixFileMode(made, Enterable);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
