namespace Marketplace.Auditor;

/// <summary>The auditor was given something that it cannot work on. Nothing is said about the history. The exit code is 2.</summary>
public sealed class InputException(string message) : Exception(message);
