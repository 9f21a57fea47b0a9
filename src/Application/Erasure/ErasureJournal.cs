using System.Globalization;
using System.Text;

namespace Marketplace.Application.Erasure;

/// <summary>
/// Remembers outside of the databases who was erased: a restore of both to an earlier moment forgets it, and brings the people
/// back. Files of lines «time, id», one per machine, only ever appended to; a host reads all files of the folder. The ids lead
/// nowhere.
/// </summary>
/// <param name="folder">Where it is; null for none.</param>
public sealed class ErasureJournal(string? folder)
{
    private const int Attempts = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether there is one.</summary>
    public bool IsKept => folder is not null;

    /// <summary>Everybody in it. A line that a crash cut short says nothing: what it was about had not been done yet.</summary>
    public async Task<IReadOnlySet<Guid>> ReadAsync(CancellationToken cancellation)
    {
        var subjects = new HashSet<Guid>();
        if (folder is null || !Directory.Exists(folder)) return subjects;
        foreach (var path in Directory.EnumerateFiles(folder, "*.log"))
        {
            await using var file = await OpenAsync(path, FileMode.Open, FileAccess.Read, FileShare.Read, cancellation);
            using var lines = new StreamReader(file, Encoding.ASCII);
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                if (line.Split(' ') is [_, var word] && Guid.TryParseExact(word, "D", out var subject)) subjects.Add(subject);
            }
        }

        return subjects;
    }

    /// <summary>Adds them, and comes back when the disk has them.</summary>
    public async Task AppendAsync(IReadOnlyCollection<Guid> subjects, DateTimeOffset at, CancellationToken cancellation)
    {
        if (folder is null || subjects.Count == 0) return;
        Directory.CreateDirectory(folder);
        await using var file = await OpenAsync(
            Path.Combine(folder, $"{Environment.MachineName}.log"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, cancellation);
        var text = new StringBuilder();
        file.Seek(0, SeekOrigin.End);
        if (file.Length > 0 && await EndsOpenAsync(file, cancellation)) text.Append('\n');
        foreach (var subject in subjects) text.Append(CultureInfo.InvariantCulture, $"{at.UtcDateTime:O} {subject:D}\n");
        await file.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancellation);
        file.Flush(flushToDisk: true);
    }

    private static async Task<bool> EndsOpenAsync(FileStream file, CancellationToken cancellation)
    {
        var last = new byte[1];
        file.Seek(-1, SeekOrigin.End);
        await file.ReadExactlyAsync(last, cancellation);
        return last[0] != '\n';
    }

    // One writes at a time, also of two hosts on one machine, and nobody reads meanwhile: whoever comes second waits.
    private static async Task<FileStream> OpenAsync(string path, FileMode mode, FileAccess access, FileShare share, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, mode, access, share);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
