namespace Marketplace.Application.GroupCommits;

/// <summary>A grouped handler throws it for a command that its ordinary handler shall carry out, in a transaction of its own. No caller sees it.</summary>
public sealed class CarriedOutAloneException() : Exception("This command is carried out by itself.");
