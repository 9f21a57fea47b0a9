using Npgsql;

namespace Marketplace.Auditor;

/// <summary>The command line.</summary>
public static class Commands
{
    /// <summary>All is as it was written.</summary>
    public const int Good = 0;

    /// <summary>It is not; the first bad position was named.</summary>
    public const int Bad = 1;

    /// <summary>Nothing can be said: wrong arguments, an unreadable file, no database.</summary>
    public const int NoAnswer = 2;

    private const string Usage =
        """
        Verifies a marketplace's history without its code (docs/audit-format.md). CONNECTION is a PostgreSQL connection string
        (Host=…;Database=…;Username=auditor;Password=…); rather than on the command line, which others can read, give it in AUDITOR_CONNECTION.

          export       --connection CONNECTION --out FILE
          verify       --file FILE | --connection CONNECTION   [--checkpoints ANCHORFILE] [--key PUBLICKEY] [--max-uncovered SECONDS]
          prove        --connection CONNECTION --event ID [--out FILE]
          verify-proof --file PROOF [--key PUBLICKEY]
          verify-digest --digest DIGEST [--key PUBLICKEY]      [--file FILE | --connection CONNECTION]
          replay       --file FILE | --connection CONNECTION   --stream ID [--version N] | --account CUSTOMER   [--until TIME] [--states]
          diff         OLDER NEWER                             (two exports)

        Exit codes: 0 all is as it was written; 1 it is not, and the first bad position is named; 2 nothing can be said.
        """;

    /// <summary>Runs one command.</summary>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter errors) => Run(args, output, errors, TimeProvider.System);

    /// <summary>Runs one command.</summary>
    /// <param name="args">The command and its options.</param>
    /// <param name="output">What was found.</param>
    /// <param name="errors">What a person should know besides: how far it is, and why nothing can be said.</param>
    /// <param name="clock">Tells when it is time to say how far it is.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var rest = args.Skip(1);
        try
        {
            switch (args.Count > 0 ? args[0] : null)
            {
                case "export": return Exporting.Run(rest, output, errors, clock);
                case "verify": return Verifying.Run(rest, output, errors, clock);
                case "prove": return Proving.Prove(rest, output);
                case "verify-proof": return Proving.Verify(rest, output);
                case "verify-digest": return VerifyingDigest.Run(rest, output, errors, clock);
                case "replay": return Replaying.Run(rest, output, errors, clock);
                case "diff": return Comparing.Run(rest, output, errors, clock);
                case "help" or "--help" or "-h":
                    output.WriteLine(Usage);
                    return Good;
                default:
                    errors.WriteLine(Usage);
                    return NoAnswer;
            }
        }
        catch (InputException e)
        {
            errors.WriteLine(e.Message);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"It broke off: {e.Message}");
        }
        catch (Exception e)
        {
            // A fault of this program, which must not look like one of the history.
            errors.WriteLine($"It broke off and nothing can be said, which is a fault of the auditor: {e}");
        }

        return NoAnswer;
    }
}
