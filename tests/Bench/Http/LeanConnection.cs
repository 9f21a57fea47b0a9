using System.Buffers.Text;
using System.Net.Sockets;

namespace Marketplace.Bench.Http;

/// <summary>
/// One connection that is kept open, and as little of HTTP/1.1 as a client can do with: the load must not take the processor from
/// the host it measures. It reads a status, and a body by its length or in chunks.
/// </summary>
internal sealed class LeanConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] sending = new byte[16 * 1024];
    private byte[] received = new byte[64 * 1024];
    private byte[] body = new byte[64 * 1024];
    private int begin;
    private int end;

    private LeanConnection()
    {
    }

    /// <summary>The body of the last answer, until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<LeanConnection> OpenAsync(Uri url)
    {
        var connection = new LeanConnection();
        await connection.socket.ConnectAsync(url.Host, url.Port);
        return connection;
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>Its status.</returns>
    public async ValueTask<int> SendAsync(LeanRequest request)
    {
        request.WriteTo(sending);
        var rest = sending.AsMemory(0, request.Length);
        while (rest.Length > 0) rest = rest[await socket.SendAsync(rest)..];
        (begin, end) = (0, 0);
        int head;
        while ((head = received.AsSpan(0, end).IndexOf("\r\n\r\n"u8)) < 0) await ReceiveAsync();
        begin = head + 4;
        var (status, length, chunked) = Read(received.AsSpan(0, head));
        if (chunked) await ReadChunksAsync();
        else await ReadLengthAsync(length);
        return status;
    }

    public void Dispose() => socket.Dispose();

    private static (int Status, int Length, bool Chunked) Read(ReadOnlySpan<byte> head)
    {
        if (!Utf8Parser.TryParse(head[9..12], out int status, out _)) throw new InvalidDataException("The answer is not HTTP/1.1.");
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at >= 0 && Utf8Parser.TryParse(head[(at + 18)..], out int length, out _)) return (status, length, false);
        return (status, 0, head.IndexOf("\r\nTransfer-Encoding: chunked"u8) >= 0);
    }

    private async ValueTask ReadLengthAsync(int length)
    {
        while (end - begin < length) await ReceiveAsync();
        Body = received.AsMemory(begin, length);
    }

    private async ValueTask ReadChunksAsync()
    {
        var written = 0;
        while (true)
        {
            int line;
            while ((line = received.AsSpan(begin, end - begin).IndexOf("\r\n"u8)) < 0) await ReceiveAsync();
            if (!Utf8Parser.TryParse(received.AsSpan(begin, line), out int size, out _, 'x')) throw new InvalidDataException("The answer is cut into chunks of no size.");
            begin += line + 2;
            while (end - begin < size + 2) await ReceiveAsync();
            if (body.Length < written + size) Array.Resize(ref body, Math.Max(body.Length * 2, written + size));
            received.AsSpan(begin, size).CopyTo(body.AsSpan(written));
            (begin, written) = (begin + size + 2, written + size);
            if (size > 0) continue;
            Body = body.AsMemory(0, written);
            return;
        }
    }

    private async ValueTask ReceiveAsync()
    {
        if (end == received.Length) Array.Resize(ref received, received.Length * 2);
        var count = await socket.ReceiveAsync(received.AsMemory(end));
        if (count == 0) throw new IOException("The host closed the connection.");
        end += count;
    }
}
