using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JasperFx.Events;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>One event as a golden stream holds it.</summary>
internal sealed record GoldenEvent(string Type, string Data)
{
    /// <summary>The line of the file that says it.</summary>
    public string Line(int version) => $$"""{"version":{{version}},"type":"{{Type}}","data":{{Data}}}""";

    public static GoldenEvent Of(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new GoldenEvent(json.RootElement.GetProperty("type").GetString()!, json.RootElement.GetProperty("data").GetRawText());
    }

    public static string NameOf(Type type) => type.GetEventTypeName(EventNamingStyle.SmarterTypeName);
}

/// <summary>
/// Where golden streams are: a folder for each release with a file of JSON lines for each stream and a file with the state that they
/// fold to, and one list with the checksum of every file.
/// </summary>
internal static class GoldenSet
{
    /// <summary>The release whose set is the newest. A new name makes the tests write a new set, see docs/events.md.</summary>
    public const string Current = "2026-11";

    private const string Checksums = "checksums.txt";

    public static string Root { get; } = Here();

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Root, "*.json*", SearchOption.AllDirectories).Select(Relative).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Streams => Files.Where(f => f.EndsWith(".jsonl", StringComparison.Ordinal));

    public static IEnumerable<string> CurrentStreams => Streams.Where(f => f.StartsWith(Current + "/", StringComparison.Ordinal));

    public static IReadOnlyList<GoldenEvent> EventsOf(string stream) => [.. File.ReadLines(Path.Combine(Root, stream)).Select(GoldenEvent.Of)];

    public static string StateOf(string stream) => File.ReadAllText(Path.Combine(Root, StateFile(stream))).TrimEnd();

    /// <summary>The checksums as they are noted, and as the files are.</summary>
    public static (IReadOnlyList<string> Noted, IReadOnlyList<string> Actual) Sums() =>
        (File.Exists(NotedIn) ? File.ReadAllLines(NotedIn) : [], [.. Files.Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, f))))}  {f}")]);

    /// <summary>Writes the set of this release and notes its checksums; nothing that is there is touched.</summary>
    public static void Write(IEnumerable<ILife> lives)
    {
        Directory.CreateDirectory(Path.Combine(Root, Current));
        foreach (var life in lives)
        {
            var (stream, json) = ($"{Current}/{life.Name}.jsonl", GoldenJson.Writing);
            var lines = life.Events.Select((e, i) => new GoldenEvent(GoldenEvent.NameOf(e.GetType()), json.Write(e)).Line(i + 1));
            Create(stream, string.Join('\n', lines) + "\n");
            Create(StateFile(stream), GoldenKinds.Show(stream, EventsOf(stream)) + "\n");
        }

        var noted = Sums().Noted.Select(l => l[(l.IndexOf("  ", StringComparison.Ordinal) + 2)..]).ToHashSet();
        File.AppendAllLines(NotedIn, Sums().Actual.Where(l => !noted.Contains(l[(l.IndexOf("  ", StringComparison.Ordinal) + 2)..])));
    }

    private static string NotedIn => Path.Combine(Root, Checksums);

    private static string StateFile(string stream) => stream[..^".jsonl".Length] + ".state.json";

    private static void Create(string file, string text)
    {
        using var stream = new FileStream(Path.Combine(Root, file), FileMode.CreateNew);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
