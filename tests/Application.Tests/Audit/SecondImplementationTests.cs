using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.Privacy;
using Marketplace.Application.Tests.GoldenStreams;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

/// <summary>The verifier in another language on what the product gives out itself: its export, its proofs, its signed sums.</summary>
public sealed class SecondImplementationTests : IClassFixture<Evidence>, IDisposable
{
    private readonly Evidence evidence;
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-second-").FullName;

    public SecondImplementationTests(Evidence evidence)
    {
        this.evidence = evidence;
        File.WriteAllText(Key, evidence.Key.PublicPem + "\n");
    }

    private string Key => Path.Combine(folder, "key.pem");

    private string History => Path.Combine(folder, "history.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task U3_the_export_of_a_shop_verifies_in_another_language_and_a_change_is_found_at_the_same_place()
    {
        await evidence.BusyDayAsync();
        await evidence.SignAllAsync();
        await evidence.BusyDayAsync();
        var anchors = Path.Combine(folder, "anchors.txt");
        File.Copy(evidence.Options.AnchorFile, anchors);
        Ours("export", "--connection", evidence.Shop.Connection, "--out", History).Code.Should().Be(0);
        var events = await evidence.AskAsync<long>("select count(*) from marketplace.mt_events");

        SecondImplementation.Run(History, Key, anchors).Should().Be((0, $"OK {events}"));

        var lines = await File.ReadAllLinesAsync(History);
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var at = random.Next(lines.Length / 2) + 1;
            await File.WriteAllLinesAsync(History, lines.Select((l, i) => i == at ? Regex.Replace(l, "(?<=timestamp\":[0-9]*)[0-9](?=,)|(?<=wallets -?[0-9]*)[0-9](?=\\\\n)", d => d.Value == "1" ? "2" : "1") : l));
            var (code, said) = Ours("verify", "--file", History, "--key", Key, "--checkpoints", anchors);

            code.Should().Be(1, $"seed {seed}, line {at}: {lines[at]}");
            SecondImplementation.Run(History, Key, anchors).Should().Be((1, said.Split('\n')[0].Split(": ")[0]), $"seed {seed}, line {at}");
        }
    }

    [Fact]
    public async Task U3_I20_every_event_that_a_release_ever_wrote_is_posted_and_verified_in_both_languages()
    {
        var golden = await GoldenAsync();
        await evidence.SignAllAsync();
        var anchors = Path.Combine(folder, "anchors.txt");
        File.Copy(evidence.Options.AnchorFile, anchors);
        Ours("export", "--connection", evidence.Shop.Connection, "--out", History).Code.Should().Be(0);
        var events = await evidence.AskAsync<long>("select count(*) from marketplace.mt_events");

        var (code, said) = Ours("verify", "--file", History, "--key", Key, "--checkpoints", anchors);
        (code, said.Contains($"OK {events} events, ", StringComparison.Ordinal), said.Contains($"the last of size {events}", StringComparison.Ordinal)).Should().Be((0, true, true), said);
        SecondImplementation.Run(History, Key, anchors).Should().Be((0, $"OK {events}"));

        var exported = await File.ReadAllTextAsync(History);
        golden.Should().HaveCountGreaterThan(100).And.OnlyContain(id => exported.Contains($"{id}", StringComparison.Ordinal), "they are among what was verified");
    }

    // Under the triggers of the product, as the store would append them; each stream under an id of its own, since two releases may tell the same lives.
    private async Task<List<Guid>> GoldenAsync()
    {
        await using var connection = await evidence.OpenAsync();
        var ids = new List<Guid>();
        foreach (var file in GoldenSet.Streams)
        {
            var (stream, version) = (Guid.NewGuid(), 0L);
            await using (var begin = new NpgsqlCommand("insert into marketplace.mt_streams (id, version, timestamp, tenant_id) values ($1, 0, now(), '*DEFAULT*')", connection))
            {
                begin.Parameters.Add(new() { Value = stream });
                await begin.ExecuteNonQueryAsync();
            }

            foreach (var e in GoldenSet.EventsOf(file))
            {
                ids.Add(Guid.NewGuid());
                await using var append = new NpgsqlCommand(
                    """
                    insert into marketplace.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
                    values (nextval('marketplace.mt_events_sequence'), $1, $2, $3, $4::jsonb, $5, $6, '*DEFAULT*', $7, false)
                    """, connection);
                foreach (var value in new object[] { ids[^1], stream, ++version, e.Data, e.Type, evidence.Shop.Clock.GetUtcNow().UtcDateTime, GoldenKinds.TypeOf(e).AssemblyQualifiedName! })
                    append.Parameters.Add(new() { Value = value });
                await append.ExecuteNonQueryAsync();
            }
        }

        return ids;
    }

    [Fact]
    public async Task U14_the_proof_of_an_event_holds_in_another_language_and_a_changed_one_does_not()
    {
        await evidence.SignAllAsync();
        var proof = Path.Combine(folder, "proof.json");
        foreach (var id in await evidence.AskAsync<Guid[]>("select array_agg(event_id) from (select event_id from marketplace_audit.tree order by index = 0 desc, index = (select max(index) from marketplace_audit.tree) desc, random() limit 10) t"))
        {
            Ours("prove", "--connection", evidence.Shop.Connection, "--event", $"{id}", "--out", proof).Code.Should().Be(0);
            var (code, said) = Ours("verify-proof", "--file", proof, "--key", Key);
            SecondImplementation.Run("proof", proof, Key).Should().Be((code, said.Split('\n')[0].Split(": ")[0])).And.Subject.As<(int, string)>().Item1.Should().Be(0);

            File.WriteAllText(proof, Regex.Replace(File.ReadAllText(proof), "(?<=\"timestamp\": [0-9]*)[0-9](?=,)", d => d.Value == "1" ? "2" : "1"));
            (code, said) = Ours("verify-proof", "--file", proof, "--key", Key);
            SecondImplementation.Run("proof", proof, Key).Should().Be((1, said.Split('\n')[0].Split(": ")[0]), $"ours said {code}");
        }
    }

    [Fact]
    public async Task U4_the_signed_sums_of_a_period_are_what_another_language_adds_up()
    {
        await evidence.BusyDayAsync();
        evidence.Shop.Clock.Advance(TimeSpan.FromHours(13));
        await evidence.BusyDayAsync();
        evidence.Shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await evidence.SignAllAsync();
        await using var session = evidence.Shop.Store.QuerySession();
        var digest = await new DigestSigner(evidence.Key, evidence.Options, evidence.Shop.Services.GetRequiredService<IDataKeys>(), evidence.Shop.Clock).SignAsync(session, null, null, CancellationToken.None);
        var sums = Path.Combine(folder, "sums.txt");
        await File.WriteAllTextAsync(sums, digest);
        Ours("export", "--connection", evidence.Shop.Connection, "--out", History).Code.Should().Be(0);
        var (_, said) = Ours("verify-digest", "--digest", sums, "--key", Key, "--file", History);

        SecondImplementation.Run("digest", sums, Key, History).Should().Be((0, "OK " + Regex.Match(said, "as ([0-9]+) events say").Groups[1].Value), digest);
        digest.Split('\n').Count(l => l.Contains(" account wallet ", StringComparison.Ordinal)).Should().Be(2, "there are two days");

        await File.WriteAllTextAsync(sums, Regex.Replace(digest, "(?<=account wallet [0-9]*)[0-9](?=\\n)", d => d.Value == "1" ? "2" : "1"));
        var (code, all) = Ours("verify-digest", "--digest", sums, "--key", Key, "--file", History);
        var theirs = SecondImplementation.Run("digest", sums, Key, History);
        theirs.Code.Should().Be(1).And.Be(code);
        theirs.Said.Split('\n').Should().BeEquivalentTo(all.TrimEnd().Split('\n').Where(l => !l.StartsWith("BAD digest-unbalanced", StringComparison.Ordinal)).Select(l => l.Split(": ")[0]));
    }

    private static (int Code, string Said) Ours(params string[] args)
    {
        using var output = new StringWriter();
        return (Auditor.Commands.Run(args, output, TextWriter.Null), output.ToString());
    }
}
