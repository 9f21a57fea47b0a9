using System.Diagnostics;
using System.Text;
using FluentAssertions;
using Npgsql;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Looks for a code, a number, a token and a device's name in everything that the host writes.</summary>
[Collection(AuthTests.Name)]
public class LeakTests(AuthHost host)
{
    [Fact]
    public async Task S4_no_code_number_or_token_is_in_a_table_a_log_or_a_trace()
    {
        using var traces = new TraceCapture();
        var phone = NewPhone();
        host.Sms.FailNext(phone, 1);
        var (challengeId, code) = await host.CodeAsync(phone);
        await host.AnswerAsync(challengeId, Wrong(code));
        await host.AnswerAsync(challengeId, code, acceptedTerms: null);
        var token = (await (await host.AnswerAsync(challengeId, code, client: "Zephyr-of-Anna")).JsonAsync()).GetProperty("token").GetString()!;
        await host.SessionsAsync(token);
        await host.AnswerAsync(challengeId, code);

        var (tables, logs, spans) = (await DumpAsync(host), host.Logs.Text, traces.Text);
        foreach (var secret in new[] { code, phone[2..], token, "Zephyr-of-Anna" })
        {
            foreach (var spelling in Spellings(secret))
            {
                tables.Should().NotContain(spelling);
                logs.Should().NotContain(spelling);
                spans.Should().NotContain(spelling);
            }
        }
    }

    /// <summary>The search itself finds what is there: the same dump knows the challenge, and the logs know the command.</summary>
    [Fact]
    public async Task What_is_not_secret_is_found_by_the_same_search()
    {
        using var traces = new TraceCapture();
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        await host.AnswerAsync(challengeId, Wrong(code));

        var tables = await DumpAsync(host);
        tables.Should().Contain($"{challengeId}").And.Contain("wolverine_incoming_envelopes").And.Contain("\"challengeId\"", "bodies of messages are searched too");
        host.Logs.Text.Should().Contain("AskForCode");
        traces.Text.Should().Contain("AskForCode");
    }

    private static IEnumerable<string> Spellings(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        if (secret.Length <= 6) yield break;
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToBase64String(bytes).TrimEnd('=')[..^1];
    }

    /// <summary>Every row of every table of both schemas; bytes as the text that they spell.</summary>
    internal static async Task<string> DumpAsync(AuthHost host)
    {
        await using var source = NpgsqlDataSource.Create(host.World.Store);
        var dump = new StringBuilder();
        foreach (var (schema, table, columns) in await TablesAsync(source))
        {
            await using var select = source.CreateCommand($"select concat_ws(' ', {columns}) from {schema}.{table}");
            await using var rows = await select.ExecuteReaderAsync();
            dump.AppendLine(table);
            while (await rows.ReadAsync()) dump.AppendLine(rows.GetString(0));
        }

        return dump.ToString();
    }

    private static async Task<IReadOnlyList<(string Schema, string Table, string Columns)>> TablesAsync(NpgsqlDataSource source)
    {
        await using var select = source.CreateCommand(
            """
            select table_schema, table_name,
                   string_agg(case when data_type = 'bytea' then format('encode(%I, ''escape'')', column_name) else format('%I::text', column_name) end, ', ')
            from information_schema.columns join information_schema.tables using (table_schema, table_name)
            where table_schema in ('marketplace', 'marketplace_messages') and table_type = 'BASE TABLE'
            group by table_schema, table_name
            """);
        await using var rows = await select.ExecuteReaderAsync();
        List<(string, string, string)> tables = [];
        while (await rows.ReadAsync()) tables.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        return tables;
    }

    private sealed class TraceCapture : IDisposable
    {
        private readonly StringBuilder text = new();
        private readonly ActivityListener listener;

        public TraceCapture()
        {
            listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Keep,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public string Text
        {
            get { lock (text) return text.ToString(); }
        }

        public void Dispose() => listener.Dispose();

        private void Keep(Activity activity)
        {
            lock (text)
            {
                text.AppendLine(activity.DisplayName).AppendJoin(' ', activity.TagObjects).AppendJoin(' ', activity.Baggage);
                foreach (var happened in activity.Events) text.AppendLine(happened.Name).AppendJoin(' ', happened.Tags);
            }
        }
    }
}
