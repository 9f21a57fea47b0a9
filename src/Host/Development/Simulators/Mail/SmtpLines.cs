namespace Marketplace.Host.Development.Simulators.Mail;

/// <summary>Reads a connection by lines that end with CR LF, and letters that end with a dot alone.</summary>
internal sealed class SmtpLines(Stream stream)
{
    /// <summary>The largest letter, in bytes.</summary>
    public const int LongestLetter = 1024 * 1024;

    private const int LongestCommand = 2000;
    private readonly byte[] buffer = new byte[8192];
    private int next;
    private int filled;

    /// <summary>The next command without its line's end; empty when it is longer than any command is, null when the other side has left.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellation) => await LineAsync(LongestCommand, cancellation) is { } line
        ? line.Length > LongestCommand ? [] : line
        : null;

    /// <summary>A letter with its doubled dots undone; null when it was too large, but read to its end all the same.</summary>
    public async Task<byte[]?> ReadLetterAsync(CancellationToken cancellation)
    {
        using var letter = new MemoryStream();
        while (await LineAsync(LongestLetter, cancellation) is { } line)
        {
            if (line is [(byte)'.']) return letter.Length > LongestLetter ? null : letter.ToArray();
            if (letter.Length > LongestLetter) continue;
            letter.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            letter.Write("\r\n"u8);
        }

        throw new IOException("The connection ended within a letter.");
    }

    // A line beyond the limit is read to its end, and cut one byte behind the limit so that it shows.
    private async Task<byte[]?> LineAsync(int longest, CancellationToken cancellation)
    {
        using var line = new MemoryStream();
        for (var last = -1; await ByteAsync(cancellation) is var read and >= 0; last = read)
        {
            if (read == '\n' && last == '\r') return line.ToArray();
            if (last >= 0 && line.Length <= longest) line.WriteByte((byte)last);
        }

        return null;
    }

    private async ValueTask<int> ByteAsync(CancellationToken cancellation)
    {
        if (next == filled)
        {
            (next, filled) = (0, await stream.ReadAsync(buffer, cancellation));
            if (filled == 0) return -1;
        }

        return buffer[next++];
    }
}
