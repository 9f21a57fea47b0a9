using System.Text;
using MimeKit;

namespace Marketplace.Host.Development.Simulators.Mail;

/// <summary>One connection to the sink: as much of RFC 5321 as a sender of letters needs.</summary>
/// <param name="stream">The connection.</param>
/// <param name="keep">Takes a letter for its recipients.</param>
internal sealed class SmtpConversation(Stream stream, Func<IReadOnlyList<string>, byte[], CancellationToken, Task> keep)
{
    private readonly SmtpLines lines = new(stream);
    private readonly List<string> recipients = [];
    private bool greeted;
    private bool begun;

    /// <summary>Speaks until the client says goodbye or leaves.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await SayAsync("220 marketplace.example", cancellation);
        while (await lines.ReadAsync(cancellation) is { } line)
        {
            var text = Encoding.UTF8.GetString(line);
            var verb = text.Split(' ', 2)[0].ToUpperInvariant();
            if (verb == "DATA") await DataAsync(cancellation);
            else await SayAsync(Answer(verb, text), cancellation);
            if (verb == "QUIT") return;
        }
    }

    private string Answer(string verb, string line) => verb switch
    {
        "EHLO" => Greet($"250-marketplace.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {SmtpLines.LongestLetter}"),
        "HELO" => Greet("250 marketplace.example"),
        "MAIL" => Mail(line),
        "RCPT" => Rcpt(line),
        "RSET" => Reset("250 forgotten"),
        "NOOP" => "250 still here",
        "QUIT" => "221 goodbye",
        "VRFY" => "252 send it and see",
        "" => "500 no command is that long or that short",
        _ => "502 not known here",
    };

    private string Greet(string answer)
    {
        greeted = true;
        return Reset(answer);
    }

    private string Reset(string answer)
    {
        begun = false;
        recipients.Clear();
        return answer;
    }

    private string Mail(string line)
    {
        if (!greeted) return "503 say who you are first";
        if (begun) return "503 one letter at a time";
        if (Path(line, "FROM:") is null) return "501 from whom?";
        if (Size(line) > SmtpLines.LongestLetter) return "552 too large";
        begun = true;
        return "250 go on";
    }

    private string Rcpt(string line)
    {
        if (!begun) return "503 from whom first";
        if (recipients.Count >= 100) return "452 too many recipients";
        if (Path(line, "TO:") is not { Length: > 0 } path || !MailboxAddress.TryParse(path, out var mailbox)) return "501 to whom?";
        recipients.Add(mailbox.Address);
        return "250 known";
    }

    private async Task DataAsync(CancellationToken cancellation)
    {
        if (recipients.Count == 0)
        {
            await SayAsync("503 to whom first", cancellation);
            return;
        }

        await SayAsync("354 end with a dot alone", cancellation);
        var letter = await lines.ReadLetterAsync(cancellation);
        if (letter is not null) await keep([.. recipients], letter, cancellation);
        await SayAsync(Reset(letter is null ? "552 too large" : "250 taken"), cancellation);
    }

    // «MAIL FROM:<a@b> SIZE=9»: what stands between the brackets.
    private static string? Path(string line, string word)
    {
        var rest = line.Split(' ', 2) is [_, var r] ? r.TrimStart() : "";
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return null;
        var (open, close) = (rest.IndexOf('<', StringComparison.Ordinal), rest.LastIndexOf('>'));
        return open >= 0 && close > open ? rest[(open + 1)..close] : null;
    }

    private static long Size(string line) =>
        line.Split(' ').Select(p => p.Split('=', 2)).Where(p => p is ["SIZE" or "size", _]).Select(p => long.TryParse(p[1], out var size) ? size : long.MaxValue).FirstOrDefault();

    private async Task SayAsync(string answer, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), cancellation);
}
