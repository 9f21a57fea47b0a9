using System.Buffers.Binary;
using System.Text;

namespace Marketplace.Auditor.Format;

/// <summary>Computes leaves from events (docs/audit-format.md, 2). Not for two threads at once.</summary>
public sealed class LeafHash
{
    private static readonly byte[] Format = Encoding.ASCII.GetBytes("marketplace-event-v1");
    private byte[] record = new byte[4096];
    private int length;

    /// <summary>The leaf: SHA-256 of a zero byte and the event's record.</summary>
    public byte[] Of(StoredEvent e)
    {
        length = 0;
        Byte(0);
        Bytes(Format);
        Number(e.Sequence);
        Id(e.Id);
        Id(e.Stream);
        Number(e.Version);
        Number(e.Timestamp);
        Byte(e.Archived ? (byte)1 : (byte)0);
        Text(e.Type);
        Bytes(e.Data);
        Bytes(e.Binary);
        Text(e.Tenant);
        Text(e.DotnetType);
        Text(e.Correlation);
        Text(e.Causation);
        Text(e.Headers);
        Text(e.User);
        return Sha256.Of(record.AsSpan(0, length));
    }

    /// <summary>The chain of a stream with one more leaf; before the first it is empty.</summary>
    public static byte[] Chain(byte[] before, byte[] leaf) => Sha256.Of(null, before, leaf);

    // The next so many bytes of the record.
    private Span<byte> Next(int count)
    {
        if (record.Length - length < count) Array.Resize(ref record, Math.Max(2 * record.Length, length + count));
        length += count;
        return record.AsSpan(length - count, count);
    }

    private void Byte(byte value) => Next(1)[0] = value;

    private void Number(long value) => BinaryPrimitives.WriteInt64BigEndian(Next(8), value);

    private void Id(Guid value) => value.TryWriteBytes(Next(16), bigEndian: true, out _);

    private void Length(int value) => BinaryPrimitives.WriteInt32BigEndian(Next(4), value);

    // A length of -1 is a missing value, which is not an empty one.
    private void Bytes(byte[]? value)
    {
        Length(value?.Length ?? -1);
        value?.CopyTo(Next(value.Length));
    }

    private void Bytes(Utf8Text value)
    {
        Length(value.IsMissing ? -1 : value.Bytes.Length);
        value.Bytes.Span.CopyTo(Next(value.Bytes.Length));
    }

    private void Text(string? value)
    {
        if (value is null)
        {
            Length(-1);
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Length(count);
        Encoding.UTF8.GetBytes(value, Next(count));
    }
}
