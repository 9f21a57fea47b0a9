using Marketplace.Host;

return await HostProgram.RunAsync(args);
