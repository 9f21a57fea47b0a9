namespace Marketplace.Host;

/// <summary>Where a development host keeps what must outlive it: its cluster, its secrets.</summary>
public static class DataFolder
{
    private static readonly string? SourceTree = FindSourceTree();

    /// <summary>Whether the program runs from its sources, not from a publication.</summary>
    public static bool IsSourceTree => SourceTree is not null;

    /// <summary>The configured folder (<c>DataFolder</c>), else <c>.data</c> beside the solution, else below the working folder.</summary>
    public static string Of(IConfiguration configuration) =>
        configuration["DataFolder"] is { Length: > 0 } configured
            ? Path.GetFullPath(configured)
            : Path.Combine(SourceTree ?? Directory.GetCurrentDirectory(), ".data");

    private static string? FindSourceTree()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) return folder.FullName;
        }

        return null;
    }
}
