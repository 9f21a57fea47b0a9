using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Host.Tests.Account;
using Marketplace.Host.Tests.Auth.Passkeys;
using Marketplace.Host.Tests.Journeys;
using Npgsql;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>A life in which each personal field holds a word of its own.</summary>
/// <param name="host">Where it is lived.</param>
/// <param name="mark">Latin letters that tell it from other lives.</param>
internal sealed class CanaryLife(RunningHost host, string mark)
{
    private readonly List<Canary> canaries = [];
    private readonly List<string> words = [];
    private string review = "";

    /// <summary>Who lives it.</summary>
    public Api Customer { get; private set; } = null!;

    /// <summary>All that was planted.</summary>
    public IReadOnlyList<Canary> Canaries => canaries;

    /// <summary>Everything that a customer can tell the shop.</summary>
    public async Task LiveAsync()
    {
        var asGuest = await OrderAsGuestAsync();
        await RegisterAsync(asGuest.Phone);
        await ClaimAsync(asGuest.Order);
        await ProtectAsync();
        await ChangePhoneAsync();
        var order = await ShopAsync();
        await ActivateCertificateAsync();
        await WithdrawAsync();
        await SpeakAsync(order);
        await EnrolAsync();
        await HoldACardAsync();
    }

    /// <summary>
    /// What goes wrong with their data: a gateway that says the number aloud whenever it fails, until the message is given up, and
    /// a unique violation on a value in clear.
    /// </summary>
    public async Task FailAsync(string connection, TalkativeGateway gateway)
    {
        // Somebody else wants the same address at the same time.
        var rival = await host.CustomerAsync();
        (await rival.PostAsync("/api/account/email", new { email = Customer.Email })).Expect(HttpStatusCode.Accepted);
        await using var source = NpgsqlDataSource.Create(connection);
        gateway.Refuses = Customer.Phone;
        (await host.Anonymous().PostAsync("/api/auth/challenges", new { phone = Customer.Phone })).Expect(HttpStatusCode.Accepted);
        await GivenUpAsync(source);
        gateway.Refuses = null;
        gateway.Said.Should().BeGreaterThan(1, "it was tried again, and each time it named the number");
        await ViolateAsync(source, Plant("violation", "Дважды"), null);
    }

    /// <summary>Writes the same value twice where it may stand once; PostgreSQL says so in its log.</summary>
    /// <param name="source">The server.</param>
    /// <param name="value">The value.</param>
    /// <param name="verbosity">What to set <c>log_error_verbosity</c> to before; null for what the server is set to.</param>
    public static async Task ViolateAsync(NpgsqlDataSource source, string value, string? verbosity)
    {
        await using var connection = await source.OpenConnectionAsync();
        async Task RunAsync(string sql, params object[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
            await command.ExecuteNonQueryAsync();
        }

        if (verbosity is not null) await RunAsync($"set log_error_verbosity = '{verbosity}'");
        await RunAsync("create temporary table once (value text primary key)");
        await RunAsync("insert into once values ($1)", value);
        (await FluentActions.Awaiting(() => RunAsync("insert into once values ($1)", value)).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("23505");
    }

    // Its retries are the shop's own; only the waiting between them is left out.
    private static async Task GivenUpAsync(NpgsqlDataSource source)
    {
        for (var i = 0; i < 300; i++)
        {
            await using var hurry = source.CreateCommand(
                "update marketplace_messages.wolverine_incoming_envelopes set execution_time = now() where status = 'Scheduled' and message_type like '%SendCode'");
            await hurry.ExecuteNonQueryAsync();
            await using var dead = source.CreateCommand("select count(*) from marketplace_messages.wolverine_dead_letters where message_type like '%SendCode'");
            if ((long)(await dead.ExecuteScalarAsync())! > 0) return;
            await Task.Delay(200);
        }

        throw new Xunit.Sdk.XunitException("The message was not given up within a minute.");
    }

    /// <summary>Spends the rest and leaves.</summary>
    public async Task LeaveAsync()
    {
        (await Customer.DeleteAsync("/api/bonus-card")).Expect(HttpStatusCode.NoContent);
        await host.LeaveAsync(Customer, Plant("comment", "Ухожуева"));
    }

    /// <summary>The phone and the address open an account that nobody has used.</summary>
    public async Task ContactsAreFreeAsync()
    {
        var (anew, terms) = (host.Anonymous(), (await host.Anonymous().GetAsync("/api/terms")).Text("version"));
        anew.Phone = Customer.Phone;
        var earlier = await anew.CodeAsync();
        var challenge = (await anew.PostAsync("/api/auth/challenges", new { phone = anew.Phone })).Expect(HttpStatusCode.Accepted);
        var body = new { challengeId = challenge.Id("challengeId"), code = await anew.CodeAsync(earlier), acceptedTerms = terms };
        var session = (await anew.PostAsync("/api/auth/sessions", body)).Expect(HttpStatusCode.Created);
        session.Body["isNew"]!.GetValue<bool>().Should().BeTrue();
        session.Id("customerId").Should().NotBe(Customer.CustomerId);
        anew.Token = session.Text("token");
        (await anew.WalletAsync()).Should().Be((0, 0));
        (await anew.GetAsync("/api/purchases")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().BeEmpty();
        await EmailIsFreeAsync(anew);
    }

    // An address that is taken is answered in the same way; only the link in the letter tells.
    private async Task EmailIsFreeAsync(Api anew)
    {
        static List<string> Links(Answer letters) => [.. letters.Body.AsArray().Select(l => (string?)l!["link"]).OfType<string>()];

        var letters = $"/dev/messages?to={Customer.Email}";
        var before = Links((await anew.GetAsync(letters)).Expect(HttpStatusCode.OK));
        (await anew.PostAsync("/api/account/email", new { email = Customer.Email })).Expect(HttpStatusCode.Accepted);
        var link = Links(await anew.UntilAsync(letters, m => Links(m).Except(before).Any())).Except(before).Single();
        (await anew.PostAsync("/api/account/email/confirmation", new { token = link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..] })).Expect(HttpStatusCode.NoContent);
    }

    /// <summary>They can read all that they told.</summary>
    public async Task IsWholeAsync()
    {
        var export = (await Customer.GetAsync("/api/account/export")).Expect(HttpStatusCode.OK).Raw;
        var read = JsonNode.Parse(export)!.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (var word in words) read.Contains(word, StringComparison.Ordinal).Should().BeTrue($"{word} is theirs");
    }

    private string Plant(string name, string word)
    {
        var planted = $"{word}-{mark}-{Guid.NewGuid().ToString("N")[..6]}";
        canaries.Add(Canary.Word(name, planted));
        return planted;
    }

    // Names have letters only.
    private string PlantName(string name, string word)
    {
        var planted = $"{word}-{mark}{new string([.. Guid.NewGuid().ToString("N")[..6].Select(c => (char)('a' + Convert.ToInt32($"{c}", 16)))])}";
        canaries.Add(Canary.Word(name, planted));
        words.Add(planted);
        return planted;
    }

    // In years of which nothing else has a date; as the wire writes it and as people do.
    private string PlantBirthDate(string name, int decade)
    {
        var date = new DateOnly(decade, 1, 1).AddDays(Random.Shared.Next(3_650));
        canaries.Add(new Canary(name, [$"{date:yyyy-MM-dd}", $"{date:dd.MM.yyyy}"]));
        return $"{date:yyyy-MM-dd}";
    }

    private static string NewPhone() => $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";

    /// <summary>An order by courier, before there is an account (D1).</summary>
    private async Task<(string Phone, Guid Order)> OrderAsGuestAsync()
    {
        // The first request compiles what answers it; on a busy machine that takes longer than a request may.
        for (var i = 0; i < 10 && (await host.Anonymous().PostAsync("/api/auth/challenges", new { phone = NewPhone() })).Status != HttpStatusCode.Accepted; i++) await Task.Delay(500);
        var (guest, phone) = (host.Anonymous(), NewPhone());
        canaries.Add(Canary.Phone("first phone", phone));
        var order = new { lines = new[] { new { sku = "books-900", quantity = 1 } }, delivery = new { kind = "courier", address = Plant("guest's address", "Гостева улица") }, phone };
        var placed = (await guest.PostAsync("/api/orders", order)).Expect(HttpStatusCode.Created);
        return (phone, placed.Id("orderId"));
    }

    /// <summary>The order joins the account that has proved its phone, and is paid, delivered and charged.</summary>
    private async Task ClaimAsync(Guid order)
    {
        (await Customer.PostAsync($"/api/orders/{order}/claim")).Expect(HttpStatusCode.OK);
        (await Customer.PayAsync(order, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        await Customer.UntilAsync($"/api/orders/{order}", o => o.PaymentStatus() == "captured");
    }

    private async Task ActivateCertificateAsync()
    {
        var made = await host.Staff("admin").PostAsync("/api/admin/certificates", new { amount = 50_00, count = 1, expiresAt = DateTimeOffset.UtcNow.AddDays(30) });
        var code = (string)made.Expect(HttpStatusCode.Created).Body["codes"]!.AsArray().Single()!;
        (await Customer.PostAsync("/api/wallet/certificates", new { code })).Expect(HttpStatusCode.Created);
    }

    private async Task RegisterAsync(string phone)
    {
        var api = Customer = host.Anonymous();
        api.Phone = phone;
        var challenge = (await api.PostAsync("/api/auth/challenges", new { phone = api.Phone })).Expect(HttpStatusCode.Accepted);
        var body = new
        {
            challengeId = challenge.Id("challengeId"),
            code = await api.CodeAsync(),
            client = Plant("device", "Телефонова"),
            acceptedTerms = (await api.GetAsync("/api/terms")).Text("version"),
        };
        var session = (await api.PostAsync("/api/auth/sessions", body)).Expect(HttpStatusCode.Created);
        (api.Token, api.CustomerId) = (session.Text("token"), session.Id("customerId"));
        (await api.PostAsync("/api/wallet/top-ups", new { amount = 1_000_00, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);
    }

    private async Task ProtectAsync()
    {
        var profile = new { surname = PlantName("surname", "Канарейкина"), name = PlantName("name", "Мария"), patronymic = PlantName("patronymic", "Птицевна"), birthDate = PlantBirthDate("birth date", 1930) };
        words.Add(profile.birthDate);
        (await Customer.PutAsync("/api/account/profile", JsonSerializer.Serialize(profile))).Expect(HttpStatusCode.NoContent);
        await Customer.ProtectAsync();
        canaries.Add(Canary.Word("e-mail", Customer.Email));
        canaries.Add(Canary.Word("first half of the e-mail", Customer.Email[..Customer.Email.IndexOf('@', StringComparison.Ordinal)]));
    }

    private async Task ChangePhoneAsync()
    {
        var (old, next) = ((await Customer.MessagesAsync()).Select(m => m.Code).First(c => c is not null), host.Anonymous());
        next.Phone = NewPhone();
        canaries.Add(Canary.Phone("second phone", next.Phone));
        var change = (await Customer.PostAsync("/api/account/contact-changes", new { phone = next.Phone })).Expect(HttpStatusCode.Accepted).Id("changeId");
        var codes = new { oldCode = await Customer.CodeAsync(old), newCode = await next.CodeAsync() };
        (await Customer.PostAsync($"/api/account/contact-changes/{change}/confirmation", codes)).Expect(HttpStatusCode.OK).Text("status").Should().Be("completed");
        Customer.Phone = next.Phone;
    }

    /// <summary>One order by courier that is cancelled, one that is delivered, reviewed and partly returned.</summary>
    private async Task<Guid> ShopAsync()
    {
        var courier = new { lines = new[] { new { sku = "books-900", quantity = 1 } }, delivery = new { kind = "courier", address = Plant("address", "Адресова улица") } };
        var cancelled = (await Customer.PostAsync("/api/orders", courier)).Expect(HttpStatusCode.Created).Id("orderId");
        (await Customer.PostAsync($"/api/orders/{cancelled}/cancellation")).Expect(HttpStatusCode.OK);
        var order = await Customer.PlaceAsync(("books-901", 2));
        var id = order.Id("orderId");
        (await Customer.PayAsync(id, wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);
        review = Plant("review", "Отзывова");
        (await Customer.PutAsync($"/api/orders/{id}/review", JsonSerializer.Serialize(new { rating = 4, text = review }))).Expect(HttpStatusCode.OK);
        (await Customer.PutAsync($"/api/orders/{id}/review", JsonSerializer.Serialize(new { rating = 3, text = Plant("second review", "Правкина") }))).Expect(HttpStatusCode.OK);
        var line = order.Line("books-901");
        await host.ReceiveAsync(await Customer.AnnounceAsync(id, line, 1), line, 1);
        return id;
    }

    /// <summary>All that is in the wallet, so that nothing is in the way of leaving.</summary>
    private async Task WithdrawAsync()
    {
        var recipient = PlantName("recipient", "Получателева");
        var account = NewAccount();
        canaries.Add(Canary.Word("account", account));
        var asked = (await Customer.AskForPayoutAsync((await Customer.WalletAsync()).Available, account, recipient: recipient)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        (await Customer.ConfirmPayoutAsync(asked, await Customer.PayoutCodeAsync())).Expect(HttpStatusCode.OK);
        await Customer.PayoutUntilAsync(asked, "settled");
    }

    // One that the simulated bank pays to (it ends in 0001), with the key digit that fits the BIC of the steps.
    private static string NewAccount()
    {
        var rest = $"{Random.Shared.Next(1_000_000, 10_000_000)}0001";
        int[] weights = [7, 1, 3];
        return Enumerable.Range(0, 10).Select(key => $"40817810{key}{rest}").First(account => $"225{account}".Select((c, i) => (c - '0') * weights[i % 3]).Sum() % 10 == 0);
    }

    /// <summary>A bonus card with an identity; whoever leaves has closed it before, and its document with it.</summary>
    private async Task HoldACardAsync()
    {
        var (identity, at) = (Steps.NewIdentity(), canaries.Count);
        foreach (var name in (string[])["surname", "name", "patronymic"]) identity[name] = PlantName($"card's {name}", "Паспортова");
        // The names of the card are shown to nobody again, not to their owner either.
        words.RemoveRange(words.Count - 3, 3);
        identity["birthDate"] = PlantBirthDate("card's birth date", 1950);
        canaries.Add(Canary.Word("passport", $"{identity["passport"]!["series"]}{identity["passport"]!["number"]}"));
        canaries.Add(Canary.Word("INN", (string)identity["inn"]!));
        var snils = new string([.. ((string)identity["snils"]!).Where(char.IsAsciiDigit)]);
        foreach (var spelt in (string[])[snils, $"{snils[..3]}-{snils[3..6]}-{snils[6..9]}"]) canaries.Add(Canary.Word("SNILS", spelt));
        canaries.Count.Should().BeGreaterThan(at + 5);
        (await Customer.ApplyForCardAsync(identity)).Expect(HttpStatusCode.Created);
    }

    private async Task SpeakAsync(Guid order)
    {
        var question = (await Customer.PostAsync("/api/support-questions", new { topic = "delivery", text = Plant("question", "Вопросова"), orderId = order }))
            .Expect(HttpStatusCode.Created).Id("questionId");
        var agent = host.Staff("support");
        agent.Reason = Plant("reason", "Prichina");
        (await agent.GetAsync($"/api/support/orders/{order}")).Expect(HttpStatusCode.OK);
        (await agent.GetAsync($"/api/support/questions/{question}")).Expect(HttpStatusCode.OK);
        (await agent.PostAsync($"/api/support/questions/{question}/answer", new { text = Plant("answer", "Ответова") })).Expect(HttpStatusCode.OK);
    }

    private async Task EnrolAsync()
    {
        using var device = new SoftAuthenticator($"http://localhost:{host.Url.Port}");
        var asked = (await Customer.PostAsync("/api/auth/passkeys/registration-options")).Expect(HttpStatusCode.OK);
        var credential = device.Create(JsonSerializer.Deserialize<JsonElement>(asked.Body["publicKey"]!.ToJsonString()));
        (await Customer.PostAsync("/api/auth/passkeys", new { challengeId = asked.Text("challengeId"), credential, name = Plant("passkey", "Ключева") })).Expect(HttpStatusCode.Created);
        // What Apple or Sber call the person; without their pages.
        var subject = new Pii<string>(Customer.CustomerId, "external-subject", Plant("subject", "apple"));
        await host.HappenedAsync(Customer.CustomerId, new ExternalIdentityLinked(Customer.CustomerId, Guid.NewGuid(), ExternalProvider.Apple, subject, DateTimeOffset.UtcNow));
    }
}
