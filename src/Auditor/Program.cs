using Marketplace.Auditor;

return Commands.Run(args, Console.Out, Console.Error);
