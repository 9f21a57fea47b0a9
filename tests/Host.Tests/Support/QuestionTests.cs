using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Support;
using Marketplace.Host.Tests.Auth;
using Xunit;

namespace Marketplace.Host.Tests.Support;

/// <summary>Questions to support by form, and their answers.</summary>
[Collection(AuthTests.Name)]
public class QuestionTests(AuthHost host)
{
    [Theory]
    [InlineData("delivery")]
    [InlineData("payment")]
    [InlineData("site")]
    [InlineData("order-status")]
    public async Task S102_a_question_on_one_of_the_four_topics_becomes_a_ticket_and_is_answered(string topic)
    {
        var (owner, agent) = (await host.OwnerAsync(), host.Agent("agent-vera"));
        var order = await host.OrderOfAsync(owner.Id);
        var asked = await AskAsync(owner, topic, "Where is my parcel?", order);
        asked.StatusCode.Should().Be(HttpStatusCode.Created);
        var id = (await asked.JsonAsync()).GetProperty("questionId").GetGuid();

        var answer = await host.PostAsync(agent, $"/api/support/questions/{id}/answer", new { text = "It arrives tomorrow." });

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var mine = (await ListAsync(owner)).Items().Single();
        (mine.GetProperty("topic").GetString(), mine.GetProperty("text").GetString(), mine.GetProperty("answer").GetString(), mine.GetProperty("status").GetString())
            .Should().Be((topic, "Where is my parcel?", "It arrives tomorrow.", "answered"));
        mine.GetProperty("orderId").GetGuid().Should().Be(order);
        await using var session = host.Store.QuerySession();
        (await session.Events.FetchStreamAsync(id)).Select(e => e.Data.GetType()).Should().Equal(typeof(SupportQuestionAsked), typeof(SupportQuestionAnswered));
    }

    [Fact]
    public async Task S101_S102_the_queue_tells_nothing_personal_and_opening_a_question_is_written_down()
    {
        var (owner, agent) = (await host.OwnerAsync(), host.Agent());
        var id = await AskedAsync(owner, "My name is Zephyr");

        var queue = await (await host.LookAsync(agent, "/api/support/questions?limit=1")).JsonAsync();
        queue.Items().Single().GetProperty("questionId").GetGuid().Should().Be(id);
        queue.GetRawText().Should().NotContainAny("Zephyr", "contacts", $"{owner.Id}");
        (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Should().BeEmpty();

        var opened = await (await host.LookAsync(agent, $"/api/support/questions/{id}", "next in the queue")).JsonAsync();
        opened.GetProperty("text").GetString().Should().Be("My name is Zephyr");
        opened.GetProperty("contacts").GetProperty("phone").GetString().Should().Be($"+7•••••••{owner.Phone[^2..]}");
        opened.GetRawText().Should().NotContainAny(owner.Phone[1..], owner.Email);
        var view = (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Single();
        (view.Topic, view.Reason.Value).Should().Be((SupportTopic.Site, "next in the queue"));
    }

    [Fact]
    public async Task S102_S103_an_answer_is_written_down_for_the_customer_too_and_leaves_the_queue()
    {
        var owner = await host.OwnerAsync();
        var id = await AskedAsync(owner, "How do I pay?");
        await host.PostAsync(host.Agent("agent-gleb"), $"/api/support/questions/{id}/answer", new { text = "By card." });

        (await host.EventsOfAsync(owner.Id)).OfType<SupportViewed>().Single().AgentId.Should().Be("agent-gleb");
        var queue = await (await host.LookAsync(host.Agent(), "/api/support/questions?limit=100")).JsonAsync();
        queue.Items().Select(q => q.GetProperty("questionId").GetGuid()).Should().NotContain(id);
    }

    [Fact]
    public async Task S102_a_question_is_answered_once_however_many_answer_at_once()
    {
        var id = await AskedAsync(await host.OwnerAsync(), "Anybody?");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => host.PostAsync(host.Agent(), $"/api/support/questions/{id}/answer", new { text = $"Answer {i}" })));

        answers.Select(a => a.StatusCode).Should().ContainSingle(s => s == HttpStatusCode.OK);
        foreach (var late in answers.Where(a => a.StatusCode != HttpStatusCode.OK)) await late.ShouldRefuseAsync(HttpStatusCode.Conflict, "support.already-answered");
    }

    [Fact]
    public async Task S102_ten_questions_may_wait_and_an_answer_makes_room()
    {
        var owner = await host.OwnerAsync();
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AskAsync(owner, "site", $"Question {i}")));
        asked.Count(a => a.StatusCode == HttpStatusCode.Created).Should().Be(10);
        foreach (var eleventh in asked.Where(a => a.StatusCode != HttpStatusCode.Created))
        {
            (await eleventh.ShouldRefuseAsync(HttpStatusCode.Conflict, "support.too-many-open-questions")).GetProperty("most").GetInt32().Should().Be(10);
        }

        var first = (await ListAsync(owner)).Items()[0].GetProperty("questionId").GetGuid();
        await host.PostAsync(host.Agent(), $"/api/support/questions/{first}/answer", new { text = "Yes." });
        (await AskAsync(owner, "site", "And now?")).StatusCode.Should().Be(HttpStatusCode.Created);
        (await AskAsync(await host.OwnerAsync(), "site", "Me too?")).StatusCode.Should().Be(HttpStatusCode.Created, "another customer has another limit");
    }

    [Fact]
    public async Task S102_a_text_has_one_to_two_thousand_characters()
    {
        var owner = await host.OwnerAsync();
        foreach (var text in new[] { "", "   ", new string('x', 2001) })
        {
            await (await AskAsync(owner, "site", text)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "support.text-invalid");
        }

        var asked = await AskAsync(owner, "site", new string('x', 2000));
        asked.StatusCode.Should().Be(HttpStatusCode.Created);
        var id = (await asked.JsonAsync()).GetProperty("questionId").GetGuid();
        await (await host.PostAsync(host.Agent(), $"/api/support/questions/{id}/answer", new { text = " " })).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "support.text-invalid");
        await (await host.PostAsync(host.Agent(), $"/api/support/questions/{Guid.NewGuid()}/answer", new { text = "?" })).ShouldRefuseAsync(HttpStatusCode.NotFound, "support.question-unknown");
        await (await host.LookAsync(host.Agent(), $"/api/support/questions/{Guid.NewGuid()}")).ShouldRefuseAsync(HttpStatusCode.NotFound, "support.question-unknown");
    }

    [Fact]
    public async Task S102_a_question_about_another_customer_s_order_is_refused_like_one_about_no_order()
    {
        var (owner, other) = (await host.OwnerAsync(), await host.OwnerAsync());
        var foreign = await host.OrderOfAsync(other.Id);

        var details = new List<string>();
        foreach (var order in new[] { foreign, Guid.NewGuid() })
        {
            var refused = await AskAsync(owner, "delivery", "Where is it?", order);
            await refused.ShouldRefuseAsync(HttpStatusCode.NotFound, "order.not-found");
            details.Add(await refused.DetailAsync());
        }

        details.Distinct().Should().ContainSingle();
        (await ListAsync(owner)).Items().Should().BeEmpty();
    }

    [Fact]
    public async Task S102_a_customer_s_list_is_their_own_newest_first_page_by_page()
    {
        var owner = await host.OwnerAsync();
        await AskedAsync(await host.OwnerAsync(), "Someone else's");
        for (var i = 1; i <= 3; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await AskedAsync(owner, $"Question {i}");
        }

        var first = await ListAsync(owner, "?limit=2");
        await AskedAsync(owner, "Meanwhile");
        var second = await ListAsync(owner, $"?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");

        first.Items().Concat(second.Items()).Select(q => q.GetProperty("text").GetString()).Should().Equal("Question 3", "Question 2", "Question 1");
        second.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
        await (await host.SendAsync(HttpMethod.Get, "/api/support-questions?limit=0", owner.Session.Token)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "request.cursor-invalid");
    }

    private Task<HttpResponseMessage> AskAsync(Owner owner, string topic, string text, Guid? orderId = null) =>
        host.PostAsync(owner.Session.Token, "/api/support-questions", orderId is null ? new { topic, text } : new { topic, text, orderId });

    private async Task<Guid> AskedAsync(Owner owner, string text)
    {
        var asked = await AskAsync(owner, "site", text);
        asked.StatusCode.Should().Be(HttpStatusCode.Created);
        return (await asked.JsonAsync()).GetProperty("questionId").GetGuid();
    }

    private async Task<JsonElement> ListAsync(Owner owner, string query = "")
    {
        var answer = await host.SendAsync(HttpMethod.Get, $"/api/support-questions{query}", owner.Session.Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }
}
