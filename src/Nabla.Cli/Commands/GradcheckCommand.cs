using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla gradcheck</c>: compares the library's derivatives with difference quotients.</summary>
internal static class GradcheckCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = "Operations, losses or layers; all unless given.", Arity = ArgumentArity.ZeroOrMore };
        return new NablaCommand("gradcheck", "Check the derivatives of operations, losses and layers numerically.", "nabla gradcheck\nnabla gradcheck Tanh MatMul --json")
        {
            names,
        }.Runs((parsed, session) =>
        {
            string[] chosen = Chosen(parsed.GetValue(names) ?? []);
            List<GradientCheckReport> reports = [];
            foreach (string name in chosen)
            {
                session.Stop.ThrowIfCancellationRequested();
                reports.AddRange(GradientCheck.All([name]));
            }
            session.Answer(json => Write(json, reports), () => Text(reports));
            return reports.TrueForAll(r => r.Passed) ? ExitCodes.Done : ExitCodes.Failed;
        });
    }

    static string[] Chosen(string[] names)
    {
        string[] known = [.. GradientCheck.Names().Distinct(StringComparer.OrdinalIgnoreCase)];
        foreach (string name in names)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw CommandFailure.Arguments($"gradcheck: there is no operation, loss or layer '{name}'.{NearestName.Hint(name, known)}", name);
        }
        return names.Length == 0 ? known : names;
    }

    static void Write(Utf8JsonWriter json, List<GradientCheckReport> reports)
    {
        json.WriteStartObject();
        json.WriteStartArray("checks");
        foreach (GradientCheckReport report in reports)
        {
            json.WriteStartObject();
            json.WriteString("name", report.Name);
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(report.Kind.ToString()));
            json.WriteReal("order1Error", report.Order1Error);
            json.WriteReal("order2Error", report.Order2Error);
            json.WriteReal("forwardModeError", report.ForwardModeError);
            json.WriteNumber("cases", report.Cases);
            json.WriteBoolean("passed", report.Passed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Text(List<GradientCheckReport> reports)
    {
        var text = new StringBuilder();
        int width = reports.Max(r => r.Name.Length);
        text.Append(CultureInfo.InvariantCulture, $"{"name".PadRight(width)}  kind        order 1   order 2   forward  cases\n");
        foreach (GradientCheckReport r in reports)
            text.Append(CultureInfo.InvariantCulture, $"{r.Name.PadRight(width)}  {r.Kind,-9}  {r.Order1Error,8:0.0e+00}  {r.Order2Error,8:0.0e+00}  {r.ForwardModeError,8:0.0e+00}  {r.Cases,5}{(r.Passed ? "" : "  WRONG")}\n");
        int wrong = reports.Count(r => !r.Passed);
        text.Append(CultureInfo.InvariantCulture, $"{reports.Count} checked, {wrong} wrong");
        return text.ToString();
    }
}
