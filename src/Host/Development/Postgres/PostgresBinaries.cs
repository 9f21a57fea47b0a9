using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Host.Development.Postgres;

/// <summary>A folder with the server's programs, and their major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private const int Oldest = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    // Each pattern is a parent folder, a pattern of versioned names in it, and the way down from there.
    private static readonly (string Parent, string Pattern, string Below)[] Distributions =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/usr/libexec", "postgresql*", ""),
        ("/usr/lib", "postgresql*", "bin"),
        ("/opt/homebrew/opt", "postgresql*", "bin"),
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/usr/local", "pgsql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string Control => Path.Combine(Folder, "pg_ctl");

    /// <summary>The first folder that has a server: of version <paramref name="major"/> where a cluster of it exists already.</summary>
    public static async Task<PostgresBinaries> FindAsync(PrivateClusterOptions options, int? major, CancellationToken cancellation)
    {
        IEnumerable<string> places = options.BinFolder is { Length: > 0 } configured
            ? [configured]
            : options.SearchFolders ?? [.. PathFolders(), .. DistributionFolders()];
        var others = new List<PostgresBinaries>();
        // Twice: links may lead to programs that were removed.
        foreach (var folder in places.Where(HasServer).Select(RealFolder).Where(HasServer).Distinct())
        {
            var found = new PostgresBinaries(folder, await MajorOfAsync(folder, cancellation));
            if (major is null ? found.Major >= Oldest : found.Major == major)
                return found;
            others.Add(found);
        }

        throw Missing(options, major, others);
    }

    private static Exception Missing(PrivateClusterOptions options, int? major, List<PostgresBinaries> others)
    {
        var seen = string.Join(", ", others.Select(o => $"{o.Folder} (version {o.Major})"));
        if (major is not null && others.Count > 0)
            return new PrivateClusterException(
                $"The data in {options.DataFolder} were made by PostgreSQL {major}; only {seen} was found. "
                + $"Install version {major}, or move that folder away to start with an empty one.");
        if (others.Count > 0)
            return new PostgresNotFoundException($"{seen} will not do, version {Oldest} or newer is needed.");
        return new PostgresNotFoundException(options.BinFolder is { Length: > 0 } configured
            ? $"the configured folder {configured} does not hold initdb, pg_ctl and postgres."
            : "initdb, pg_ctl and postgres are neither on PATH nor where distributions put them.");
    }

    private static string[] PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> DistributionFolders() =>
        from place in Distributions
        where Directory.Exists(place.Parent)
        from versioned in Directory.EnumerateDirectories(place.Parent, place.Pattern).OrderByDescending(VersionInName)
        select Path.Combine(versioned, place.Below);

    private static int VersionInName(string folder) =>
        Digits().Match(Path.GetFileName(folder)) is { Success: true } m ? int.Parse(m.Value, CultureInfo.InvariantCulture) : 0;

    private static bool HasServer(string folder) =>
        Programs.All(program => File.Exists(Path.Combine(folder, program)));

    /// <summary>Where the link on PATH leads: the programs look for each other beside the real one.</summary>
    private static string RealFolder(string folder)
    {
        var server = Path.GetFullPath(Path.Combine(folder, "postgres"));
        return Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!;
    }

    private static async Task<int> MajorOfAsync(string folder, CancellationToken cancellation)
    {
        var start = ServerUser.Caller.Start(Path.Combine(folder, "postgres"), "--version");
        try
        {
            var told = await Command.RunAsync(start, TimeSpan.FromSeconds(20), cancellation);
            return Version().Match(told.Output) is { Success: true } m ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        }
        catch (Win32Exception)
        {
            // Not a program of this machine.
            return 0;
        }
    }

    [GeneratedRegex(@"\d{1,4}")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\(PostgreSQL\) (\d{1,4})")]
    private static partial Regex Version();
}
