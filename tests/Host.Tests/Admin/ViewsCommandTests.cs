using System.Net;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Host.Admin;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Host.Tests.Privacy;
using Marketplace.Host.Tests.Stock;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>The command that proves that stored views are what their events say, on lives that fill every view, one of them erased.</summary>
public sealed class ViewsCommandTests : IAsyncLifetime
{
    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, null, ("Promotions:Automatic", "true"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task U11_the_command_finds_every_view_as_its_events_say_names_what_was_tampered_with_and_makes_it_right()
    {
        await LiveAsync();

        var (code, lines, summary) = await RunAsync("compare");
        lines.Should().OnlyContain(l => l.StartsWith("compared,", StringComparison.Ordinal) && l.EndsWith(",0", StringComparison.Ordinal));
        lines.Select(l => l.Split(',')).Where(l => l[2] == "0").Select(l => l[1]).Should().BeEmpty("a view without a document proves nothing");
        lines.Select(l => l.Split(',')[1]).Should().Contain(["OrderView", "ReturnView", "ReservationView", "WaitlistEntryView", "ReviewView", "PromoCodeView", "ConsentsView", "Wallet", "BonusCard", "Customer", "FavouriteList"]);
        summary.Should().EndWith(", 0 differ.");
        code.Should().Be(ViewsCommand.Agrees);

        var order = await IdAsync("update marketplace.mt_doc_orderview set data = jsonb_set(data, '{total}', '1') where id = (select min(id::text)::uuid from marketplace.mt_doc_orderview) returning id");
        var gone = await IdAsync("delete from marketplace.mt_doc_reservationview where id = (select min(id::text)::uuid from marketplace.mt_doc_reservationview) returning id");
        var alien = await IdAsync("insert into marketplace.mt_doc_reviewview select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).* from marketplace.mt_doc_reviewview r limit 1 returning id");
        (code, lines, summary) = await RunAsync("compare");
        lines.Where(l => l.StartsWith("differs,", StringComparison.Ordinal)).Should().BeEquivalentTo($"differs,OrderView,{order}", $"differs,ReservationView,{gone}", $"differs,ReviewView,{alien}");
        summary.Should().EndWith(", 3 differ.");
        code.Should().Be(ViewsCommand.Differs);

        (code, lines, _) = await RunAsync("rebuild");
        code.Should().Be(ViewsCommand.Agrees);
        lines.Should().Contain("rebuilt,OrderView").And.OnlyContain(l => l.StartsWith("rebuilt,", StringComparison.Ordinal));
        (await RunAsync("compare")).Code.Should().Be(ViewsCommand.Agrees);
        await host.InvariantsHoldAsync();
    }

    [Theory]
    [InlineData("views")]
    [InlineData("views", "compere")]
    public async Task U11_what_is_neither_compare_nor_rebuild_changes_nothing(params string[] args)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        (await ViewsCommand.From(args)!.RunAsync(host.Services.GetRequiredService<RebuiltViews>(), TimeProvider.System, output, errors, CancellationToken.None)).Should().Be(ViewsCommand.BadInput);
        (output.ToString(), errors.ToString().Trim()).Should().Be(("", "Usage: views compare|rebuild; stop the hosts that write first"));
        ViewsCommand.From(["serve"]).Should().BeNull();
        ViewsCommand.From(["views", "compare", "--urls", "x"])!.HostArguments.Should().Equal("--urls", "x");
    }

    private async Task LiveAsync()
    {
        var (customer, leaving) = (await host.ProtectedCustomerAsync(1_000_00), await host.ProtectedCustomerAsync());
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        (await customer.SendAsync(HttpMethod.Put, "/api/account/favourites/books-900")).Expect(HttpStatusCode.NoContent);
        var (there, absent) = (await host.ProductAsync(5), await host.ProductAsync(0));
        (await customer.PostAsync("/api/reservations", new { sku = there, quantity = 1 })).Expect(HttpStatusCode.Created);
        (await customer.PostAsync("/api/waitlist", new { sku = absent })).Expect(HttpStatusCode.Created);
        var terms = new { basisPoints = 10_00, issuedTo = customer.CustomerId, validFrom = DateTimeOffset.UtcNow.AddDays(-1), validUntil = DateTimeOffset.UtcNow.AddDays(1) };
        (await host.Staff("admin").PutAsync("/api/admin/promo-codes/VIEWED", terms)).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/support-questions", new { topic = "delivery", text = "Где заказ?" })).Expect(HttpStatusCode.Created);
        var order = await customer.PlaceAsync(("books-901", 2));
        (await customer.PayAsync(order.Id("orderId"), wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order.Id("orderId"));
        (await customer.PutAsync($"/api/orders/{order.Id("orderId")}/review", new { rating = 5 })).Status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent);
        await host.ReceiveAsync(await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-901"), 1), order.Line("books-901"), 1);
        await host.LeaveAsync(leaving);
    }

    private async Task<(int Code, IReadOnlyList<string> Lines, string Summary)> RunAsync(string what)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await ViewsCommand.From(["views", what])!.RunAsync(host.Services.GetRequiredService<RebuiltViews>(), TimeProvider.System, output, errors, CancellationToken.None);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), errors.ToString().Trim());
    }

    private async Task<Guid> IdAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(host.Settings["ConnectionStrings:Marketplace"]!);
        await using var command = source.CreateCommand(sql);
        return (Guid)(await command.ExecuteScalarAsync())!;
    }
}
