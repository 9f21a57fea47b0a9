using System.Text.Json;
using Marketplace.Host.Callbacks;
using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>Everything that was sent to anybody by SMS, call and e-mail, for the developer to read.</summary>
public sealed class DevMessages(SimulatorTables tables, MessageSeal seal)
{
    private const int MostShown = 100;

    /// <summary>Keeps a message.</summary>
    /// <param name="channel">How it was sent.</param>
    /// <param name="to">The phone number or e-mail address.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="sentAt">When.</param>
    /// <param name="messageId">The sender's id: the same id is kept once. Without one it is a new message.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> AddAsync(
        MessageChannel channel, string to, string text, DateTimeOffset sentAt, Guid? messageId = null, CancellationToken cancellation = default)
    {
        const string insert = """
            insert into simulators.messages (id, channel, recipient_hash, sealed, sent_at) values ($1, $2, $3, $4, $5) on conflict do nothing
            """;
        var content = seal.Seal(JsonSerializer.SerializeToUtf8Bytes(new Content(to, text), ProviderJson.Strict));
        await using var connection = await tables.OpenAsync(cancellation);
        return await connection.Command(insert, messageId ?? Guid.NewGuid(), channel.ToString(), seal.RecipientHash(to), content, sentAt.ToUniversalTime())
            .ExecuteAsync(cancellation) == 1;
    }

    /// <summary>The newest hundred, newest first.</summary>
    /// <param name="to">Only those to this recipient; null for all.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IReadOnlyList<DevMessage>> ListAsync(string? to, CancellationToken cancellation)
    {
        const string select = """
            select channel, sealed, sent_at from simulators.messages where $1::bytea is null or recipient_hash = $1
            order by sent_at desc, position desc limit $2
            """;
        await using var connection = await tables.OpenAsync(cancellation);
        var messages = await connection.Command(select, to is null ? null : seal.RecipientHash(to), MostShown).ListAsync(Read, cancellation);
        return [.. messages.OfType<DevMessage>()];
    }

    private DevMessage? Read(NpgsqlDataReader row)
    {
        if (seal.Open(row.GetFieldValue<byte[]>(1)) is not { } opened) return null;
        var content = JsonSerializer.Deserialize<Content>(opened, ProviderJson.Strict)!;
        return DevMessage.Of(Enum.Parse<MessageChannel>(row.GetString(0)), content.To, content.Text, row.GetFieldValue<DateTimeOffset>(2));
    }

    private sealed record Content(string To, string Text);
}
