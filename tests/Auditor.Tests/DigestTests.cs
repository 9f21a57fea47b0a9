using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>Signed sums of a made history: whatever is changed in them is found, by the signature and by the history.</summary>
public sealed class DigestTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-digest-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void U4_any_changed_byte_of_a_signed_digest_is_found()
    {
        var history = MadeHistory.Of(7, 300);
        var (file, key, _) = history.Write(folder);
        var signed = Signed(history, Text(history));
        Run(signed, "--key", key, "--file", file).Should().Match<(int Code, string Said)>(r => r.Code == 0 && r.Said.StartsWith("OK marketplace/test, 2026-11-01 to 2026-11-30, as ", StringComparison.Ordinal));
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var at = random.Next(signed.IndexOf("\n\n", StringComparison.Ordinal));
            var changed = signed[..at] + (char)(signed[at] ^ (1 << random.Next(3))) + signed[(at + 1)..];

            Run(changed, "--key", key).Code.Should().NotBe(0, $"seed {seed}: {changed}");
        }
    }

    [Fact]
    public void U4_without_a_key_the_history_still_says_which_line_is_wrong()
    {
        var history = MadeHistory.Of(3, 100);
        var (file, _, _) = history.Write(folder);
        var text = Text(history);
        var day = text.Split('\n').Single(l => l.Contains(" events ", StringComparison.Ordinal));

        var (code, said) = Run(Signed(history, text.Replace(day, day + "0", StringComparison.Ordinal)), "--file", file);

        code.Should().Be(1);
        said.Should().Contain($"BAD digest-differs day={day[..10]} «{day[11..]}0»: the history does not say so").And.Contain($"«{day[11..]}»: the history says so").And.Contain("give --key");
        Run("something else\n", "--file", file).Code.Should().Be(2);
        Run(Signed(history, text)).Code.Should().Be(2, "with neither key nor history nothing is proved");
        Run("marketplace/test\nreconciliation 1\nfrom then\n", "--file", file).Should().Match<(int Code, string Said)>(r => r.Code == 1 && r.Said.StartsWith("BAD digest-malformed", StringComparison.Ordinal));
    }

    [Fact]
    public void U4_days_are_those_of_moscow_and_what_is_recorded_later_is_left_out()
    {
        var (midnight, body) = (new DateTime(2026, 11, 26, 21, 0, 0, DateTimeKind.Utc), """{"amount": 5, "source": "top-up"}""");
        DayBook book = new(new DateOnly(2026, 11, 26), new DateOnly(2026, 11, 27), midnight.AddHours(2));
        foreach (var at in new[] { midnight.AddDays(-1).AddTicks(-10), midnight.AddTicks(-10), midnight, midnight.AddHours(2).AddTicks(-10), midnight.AddHours(2) })
            book.Add(new StoredEvent { Type = "wallet_credited", Data = body, Timestamp = (at - new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc)).Ticks / 10 });

        book.Lines().Should().Equal(
            "2026-11-26 events 1", "2026-11-26 captures 1 5", "2026-11-26 account cards -5", "2026-11-26 account wallet 5",
            "2026-11-27 events 2", "2026-11-27 captures 2 10", "2026-11-27 account cards -10", "2026-11-27 account wallet 10");
    }

    private static string Text(MadeHistory history)
    {
        DayBook book = new(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), DateTime.MaxValue);
        foreach (var e in history.Lines.OfType<EventLine>()) book.Add(e.Event!);
        return string.Create(CultureInfo.InvariantCulture, $"{MadeHistory.Origin}\nreconciliation 1\nfrom 2026-11-01\nto 2026-11-30\nuntil 2026-12-01T00:00:00Z\n")
            + string.Concat(book.Lines().Select(l => l + "\n")) + "signed 2026-12-01T09:00:00Z\n";
    }

    private static string Signed(MadeHistory history, string text)
    {
        var signature = history.Key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{text}\n— {MadeHistory.Origin} {Convert.ToBase64String([.. SHA256.HashData(history.Key.ExportSubjectPublicKeyInfo())[..4], .. signature])}\n";
    }

    private (int Code, string Said) Run(string digest, params string[] more)
    {
        var path = Path.Combine(folder, "sums.txt");
        File.WriteAllText(path, digest);
        using var output = new StringWriter();
        return (Commands.Run(["verify-digest", "--digest", path, .. more], output, TextWriter.Null), output.ToString());
    }
}
