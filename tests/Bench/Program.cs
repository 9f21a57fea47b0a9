using Marketplace.Bench;
using Marketplace.Bench.Product;

// The same program is the measured host (a process of its own) and the one that measures.
return args is [BenchHost.Word] ? await BenchHost.RunAsync() : await BenchProgram.RunAsync(args);
