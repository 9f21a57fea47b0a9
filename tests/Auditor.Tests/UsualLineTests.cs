using System.Text;
using FluentAssertions;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>The fast reader of an export's lines against the one that knows all of JSON: what the first reads the second reads alike, whatever somebody did to the line.</summary>
public sealed class UsualLineTests
{
    private const string Telling = "\"\\{}[],:0123456789-+.eEabnrtuf/ \t";

    private static readonly UsualLine Fast = new();

    [Fact]
    public void Lines_as_they_are_written_are_read_by_it()
    {
        var lines = MadeHistory.Of(seed: 7, count: 300).Lines.OfType<EventLine>().Where(l => l.Event!.Binary is null).Select(Written).ToList();

        lines.Should().HaveCountGreaterThan(200).And.OnlyContain(line => Fast.Read(line) != null);
        lines.Select(line => Again(Fast.Read(line)!)).Should().Equal(lines.Select(line => Encoding.UTF8.GetString(line)));
    }

    [Theory]
    [MemberData(nameof(TamperingTests.Seeds), MemberType = typeof(TamperingTests))]
    public void What_it_reads_of_a_changed_line_the_general_reader_reads_alike(int seed)
    {
        var random = new Random(seed);
        var lines = MadeHistory.Of(seed, count: 20).Lines.OfType<EventLine>().Select(Written).ToList();
        for (var i = 0; i < 500; i++)
        {
            var line = Changed(lines[random.Next(lines.Count)], random);
            if (Fast.Read(line) is { } read) Again(read).Should().Be(Again(LineParser.Parse(line)), $"seed {seed}, of {Encoding.UTF8.GetString(line)}");
        }
    }

    [Theory]
    [InlineData("\"version\":01,\"type\"")]
    [InlineData("\"version\":+1,\"type\"")]
    [InlineData("\"version\":1.0,\"type\"")]
    [InlineData("\"version\":9223372036854775808,\"type\"")]
    [InlineData("\"version\":1 ,\"type\"")]
    [InlineData("\"version\":1,\"version\":2,\"type\"")]
    public void What_is_not_written_so_is_left_to_the_general_reader(string instead)
    {
        var line = Encoding.UTF8.GetString(Written(MadeHistory.Of(seed: 3, count: 20).Lines.OfType<EventLine>().First(l => l.Event is { Version: 1, Binary: null })));
        var at = line.IndexOf("\"event\":", StringComparison.Ordinal);

        Fast.Read(Encoding.UTF8.GetBytes(line)).Should().NotBeNull();
        Fast.Read(Encoding.UTF8.GetBytes(line[..at] + line[at..].Replace("\"version\":1,\"type\"", instead, StringComparison.Ordinal))).Should().BeNull();
    }

    // A byte changed, taken out, put in, or a piece written twice: sometimes such as JSON has a meaning for.
    private static byte[] Changed(byte[] line, Random random)
    {
        var at = random.Next(line.Length);
        var any = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)Telling[random.Next(Telling.Length)];
        return random.Next(4) switch
        {
            0 => [.. line[..at], any, .. line[(at + 1)..]],
            1 => [.. line[..at], .. line[(at + 1)..]],
            2 => [.. line[..at], any, .. line[at..]],
            _ => [.. line[..at], .. line[Math.Max(0, at - random.Next(30))..]],
        };
    }

    private static byte[] Written(EventLine line)
    {
        using var bytes = new MemoryStream();
        using (var writer = new LineWriter(bytes)) writer.Write(line);
        return bytes.ToArray()[..^1];
    }

    private static string Again(Line line)
    {
        using var bytes = new MemoryStream();
        using (var writer = new LineWriter(bytes)) writer.Write(line);
        return Encoding.UTF8.GetString(bytes.ToArray()).TrimEnd('\n');
    }
}
