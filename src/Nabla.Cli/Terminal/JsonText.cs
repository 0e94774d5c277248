using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nabla.Cli.Terminal;

/// <summary>How every JSON answer and file is written: one object, letters as they are, NaN and infinities as strings.</summary>
internal static class JsonText
{
    static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonWriterOptions Pretty = OneLine with { Indented = true, NewLine = "\n" };

    /// <summary>One object as text.</summary>
    public static string Of(Action<Utf8JsonWriter> write, bool indented = false)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, indented ? Pretty : OneLine)) write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A number that need not be finite.</summary>
    public static void WriteReal(this Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.WriteRealValue(value);
    }

    /// <summary>A number that need not be finite, or null.</summary>
    public static void WriteReal(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number) writer.WriteReal(name, number);
        else writer.WriteNull(name);
    }

    /// <summary>A number that need not be finite.</summary>
    public static void WriteRealValue(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
