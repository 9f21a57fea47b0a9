using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.Bench.Http;

/// <summary>
/// A door in front of PostgreSQL that counts round trips: each ends with the server's «ready for query», whatever was sent together.
/// What is counted is therefore what really travelled, commits included.
/// </summary>
internal sealed class CountingDoor : IAsyncDisposable
{
    private const byte ReadyForQuery = (byte)'Z';
    private const int HeaderLength = 5;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly int server;
    private readonly Task doorman;
    private long count;

    /// <param name="server">The port of the server on this machine.</param>
    public CountingDoor(int server)
    {
        this.server = server;
        listener.Start();
        doorman = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public long Count => Interlocked.Read(ref count);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await doorman;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await listener.AcceptSocketAsync(closing.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        using (var behind = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            await behind.ConnectAsync(IPAddress.Loopback, server);
            await Task.WhenAny(PassAsync(client, behind, counts: false), PassAsync(behind, client, counts: true));
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool counts)
    {
        var (buffer, reader) = (new byte[64 * 1024], new MessageCounter());
        try
        {
            while (await from.ReceiveAsync(buffer, closing.Token) is var received and > 0)
            {
                if (counts) Interlocked.Add(ref count, reader.Read(buffer.AsSpan(0, received)));
                for (var rest = buffer.AsMemory(0, received); rest.Length > 0;) rest = rest[await to.SendAsync(rest, closing.Token)..];
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the two has left.
        }
    }

    /// <summary>Follows the messages of a server: a letter, a length that counts itself, and the rest.</summary>
    private sealed class MessageCounter
    {
        private readonly byte[] header = new byte[HeaderLength];
        private int have;
        private int skip;

        public int Read(ReadOnlySpan<byte> bytes)
        {
            var ready = 0;
            while (bytes.Length > 0)
            {
                var jump = Math.Min(skip, bytes.Length);
                skip -= jump;
                bytes = bytes[jump..];
                if (skip > 0 || bytes.Length == 0) break;
                header[have++] = bytes[0];
                bytes = bytes[1..];
                if (have < HeaderLength) continue;
                if (header[0] == ReadyForQuery) ready++;
                (have, skip) = (0, BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4);
            }

            return ready;
        }
    }
}
