namespace Marketplace.Auditor.Reading;

/// <summary>Reads a file line by line into one buffer that is used again; a line is good until the next is asked for.</summary>
/// <param name="stream">The file.</param>
/// <param name="length">How many bytes of it are read.</param>
public sealed class LineReader(Stream stream, long length = long.MaxValue) : IDisposable
{
    private byte[] buffer = new byte[1 << 20];
    private int from;
    private int to;
    private long left = length;
    private bool ended;

    /// <summary>How many lines were read.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end; false at the end of the file.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var seen = 0;
        while (true)
        {
            var end = buffer.AsSpan(from + seen, to - from - seen).IndexOf((byte)'\n');
            if (end >= 0 || (ended && to > from))
            {
                var length = end >= 0 ? seen + end : to - from;
                line = buffer.AsSpan(from, length);
                from = Math.Min(to, from + length + 1);
                Number++;
                return true;
            }

            if (ended)
            {
                line = default;
                return false;
            }

            seen = to - from;
            Fill();
        }
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        if (from > 0)
        {
            buffer.AsSpan(from, to - from).CopyTo(buffer);
            (from, to) = (0, to - from);
        }

        if (to == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.Read(buffer, to, (int)Math.Min(buffer.Length - to, left));
        (to, left) = (to + read, left - read);
        ended = read == 0;
    }
}
