namespace Marketplace.Auditor.Format;

/// <summary>A row of the event table: the fields that a leaf is made of (docs/audit-format.md, 2).</summary>
public sealed record StoredEvent
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly long First = (DateTime.MinValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long Last = (DateTime.MaxValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Its number in the whole store.</summary>
    public long Sequence { get; init; }

    /// <summary>Its identity.</summary>
    public Guid Id { get; init; }

    /// <summary>Its stream.</summary>
    public Guid Stream { get; init; }

    /// <summary>Its place in the stream, from 1.</summary>
    public long Version { get; init; }

    /// <summary>Its stored name.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its body: the text that PostgreSQL gives for the jsonb value.</summary>
    public Utf8Text Data { get; init; } = "";

    /// <summary>A binary body, if there is one.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>When it was recorded, in microseconds since 2000-01-01 UTC.</summary>
    public long Timestamp { get; init; }

    /// <summary>Its tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>The type it is read into.</summary>
    public string? DotnetType { get; init; }

    /// <summary>What it belongs to.</summary>
    public string? Correlation { get; init; }

    /// <summary>What caused it.</summary>
    public string? Causation { get; init; }

    /// <summary>Its headers, as PostgreSQL's text of a jsonb value.</summary>
    public string? Headers { get; init; }

    /// <summary>Who was signed in at the store.</summary>
    public string? User { get; init; }

    /// <summary>Whether the store hides it.</summary>
    public bool Archived { get; init; }

    /// <summary>Whether the store wrote it to fill a gap in its numbers. Nothing happened, and its stream has no order.</summary>
    public bool IsTombstone => Type == "tombstone";

    /// <summary>When it was recorded; what is beyond the calendar, where somebody wrote that, is at its end.</summary>
    public DateTime RecordedAt => Timestamp <= First ? DateTime.MinValue : Timestamp >= Last ? DateTime.MaxValue : Epoch.AddTicks(Timestamp * TimeSpan.TicksPerMicrosecond);
}
