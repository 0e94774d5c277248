using Nabla.Cli;
using Nabla.Cli.Terminal;

using var signals = new Signals();
return signals.ExitCode(Application.Run(args, Console.Out, Console.Error, Console.In, signals.Stop));
