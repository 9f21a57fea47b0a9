using System.Diagnostics;
using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Faults;

/// <summary>The host is killed between any two steps of an erasure, and at random moments, and each erasure ends once and whole.</summary>
[Collection(nameof(Faults))]
public sealed class KilledErasureTests(ITestOutputHelper output)
{
    private const int Rounds = 6;
    private const double LatestKill = 400;

    // Far within the promised fifteen minutes, on a machine that does other things as well.
    private static readonly TimeSpan Promise = TimeSpan.FromMinutes(3);

    private readonly int seed = Random.Shared.Next();

    [Fact]
    public async Task S100_an_erasure_that_is_killed_at_any_moment_ends_exactly_once_after_the_restart()
    {
        output.WriteLine($"seed {seed}");
        var (settings, random) = (await KilledUnderLoadTests.SettingsAsync(), new Random(seed));
        var databases = new Databases(settings);
        var host = await HostProcess.StartAsync(settings);
        var cut = new List<string>();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var customer = await CustomerWithIdentityAsync(host, random, databases);
                await ConfirmDeletionAsync(customer);
                // An erasure is over in a fraction of the time, so most kills come early; the first at once.
                await Task.Delay(TimeSpan.FromMilliseconds(LatestKill * Math.Pow(round == 0 ? 0 : random.NextDouble(), 3)));
                host.Kill();
                cut.Add(await databases.MomentAsync(customer.CustomerId));
                await host.DisposeAsync();
                var restarted = Stopwatch.StartNew();
                host = await HostProcess.StartAsync(settings);

                await databases.IsErasedOnceAsync(customer.CustomerId, Promise - restarted.Elapsed);
                Journal(settings).Should().Contain($"{customer.CustomerId:D}");
                await RegistersAnewAsync(customer.MovedTo(host.Url));
            }
        }
        finally
        {
            await host.DisposeAsync();
        }

        output.WriteLine(string.Join(", ", cut.GroupBy(c => c).Select(g => $"{g.Key}: {g.Count()}")));
        cut.Should().Contain(c => c != Databases.Over, "a kill that comes when all is done proves nothing");
    }

    [Fact]
    public async Task S100_an_erasure_that_is_killed_between_any_two_of_its_steps_ends_exactly_once_after_the_restart()
    {
        output.WriteLine($"seed {seed}");
        var (settings, random) = (await KilledUnderLoadTests.SettingsAsync(), new Random(seed));
        var databases = new Databases(settings);
        var host = await HostProcess.StartAsync(settings);
        try
        {
            foreach (var step in Boundary.All)
            {
                var customer = await CustomerWithIdentityAsync(host, random, databases);
                await using (var stopped = await step.StopAsync(settings, customer.CustomerId))
                {
                    await ConfirmDeletionAsync(customer);
                    await stopped.ReachedAsync();
                    host.Kill();
                    await stopped.CutOffAsync();
                }

                await host.DisposeAsync();
                (await databases.MomentAsync(customer.CustomerId), Journal(settings).Contains($"{customer.CustomerId:D}", StringComparison.Ordinal)).Should().Be((step.Moment, step.IsJournalled), step.Name);
                var restarted = Stopwatch.StartNew();
                host = await HostProcess.StartAsync(settings);

                await databases.IsErasedOnceAsync(customer.CustomerId, Promise - restarted.Elapsed);
                Journal(settings).Should().Contain($"{customer.CustomerId:D}", step.Name);
                await RegistersAnewAsync(customer.MovedTo(host.Url));
                output.WriteLine($"killed {step.Name}");
            }
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static string Journal(Dictionary<string, string?> settings)
    {
        var folder = Path.Combine(settings["DataFolder"]!, "erasures");
        return Directory.Exists(folder) ? string.Concat(Directory.GetFiles(folder).Select(File.ReadAllText)) : "";
    }

    private static async Task<Api> CustomerWithIdentityAsync(HostProcess host, Random random, Databases databases)
    {
        var customer = await Callers.CustomerAsync(host.Url, random);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await customer.DeleteAsync("/api/bonus-card")).Expect(HttpStatusCode.NoContent);
        // The card's document goes with the card. One that no event names, as a commit that failed leaves it, must go with its customer.
        await databases.LeaveDocumentAsync(customer.CustomerId);
        return customer;
    }

    private static async Task ConfirmDeletionAsync(Api customer)
    {
        (await customer.PostAsync("/api/account/deletion", new { reason = "privacy", channel = "phone" })).Expect(HttpStatusCode.Accepted);
        var sent = await customer.UntilAsync(
            $"/dev/messages?to={Uri.EscapeDataString(customer.Phone)}", m => m.Body.AsArray().Any(l => ((string)l!["text"]!).Contains("Удаление", StringComparison.Ordinal)));
        var code = (string)sent.Body.AsArray().First(l => ((string)l!["text"]!).Contains("Удаление", StringComparison.Ordinal))!["code"]!;
        (await customer.PostAsync("/api/account/deletion/confirmation", new { code })).Expect(HttpStatusCode.Accepted);
    }

    private static async Task RegistersAnewAsync(Api anew)
    {
        var before = anew.CustomerId;
        anew.Token = null;
        var earlier = (await anew.MessagesAsync()).Select(m => m.Code).FirstOrDefault(c => c is not null);
        var session = await anew.SignInAsync(earlier);
        session.Body["isNew"]!.GetValue<bool>().Should().BeTrue();
        anew.CustomerId.Should().NotBe(before);
    }

    /// <summary>What the databases say, whether a host runs or not.</summary>
    private sealed class Databases(IReadOnlyDictionary<string, string?> settings)
    {
        public const string Over = "over";

        /// <summary>How far the erasure had come.</summary>
        public async Task<string> MomentAsync(Guid customer) => await EventsAsync(customer, "erasure_completed") > 0 ? Over
            : await ScalarAsync("ConnectionStrings:Vault", "select count(*) from data_keys where subject_id = $1 and wrapped_key is null", customer) > 0 ? "key destroyed"
            : await EventsAsync(customer, "customer_erased") > 0 ? "erased"
            : "confirmed";

        public Task<long> LeaveDocumentAsync(Guid customer) => ScalarAsync(
            "ConnectionStrings:Vault",
            "insert into identity_documents values ($1, gen_random_uuid(), '\\x00', now()) on conflict (subject_id) do update set document_id = excluded.document_id returning 1", customer);

        /// <summary>Waits until it is over, and sees that nothing happened twice and nothing is left.</summary>
        public async Task IsErasedOnceAsync(Guid customer, TimeSpan patience)
        {
            for (var waited = Stopwatch.StartNew(); await EventsAsync(customer, "erasure_completed") == 0; await Task.Delay(50))
            {
                if (waited.Elapsed > patience) throw new Xunit.Sdk.XunitException($"The erasure of {customer} did not end in time; it stands at «{await MomentAsync(customer)}».");
            }

            (await EventsAsync(customer, "customer_erased"), await EventsAsync(customer, "erasure_completed")).Should().Be((1, 1));
            (await ScalarAsync("ConnectionStrings:Vault", "select count(*) from data_keys where subject_id = $1 and wrapped_key is not null", customer)).Should().Be(0);
            (await ScalarAsync("ConnectionStrings:Vault", "select count(*) from identity_documents where subject_id = $1", customer)).Should().Be(0);
            (await ScalarAsync("ConnectionStrings:Marketplace", "select count(*) from marketplace.mt_doc_contactclaim where (data ->> 'customerId')::uuid = $1", customer)).Should().Be(0);
        }

        private Task<long> EventsAsync(Guid customer, string type) =>
            ScalarAsync("ConnectionStrings:Marketplace", $"select count(*) from marketplace.mt_events where stream_id = $1 and type = '{type}'", customer);

        private async Task<long> ScalarAsync(string database, string sql, Guid customer)
        {
            await using var connection = new NpgsqlConnection(settings[database]);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = customer });
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
