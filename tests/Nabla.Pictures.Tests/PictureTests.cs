using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml.Linq;

namespace Nabla.Pictures.Tests;

public sealed class PictureTests : IDisposable
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    readonly string folder = Directory.CreateTempSubdirectory("nabla-pictures").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_heat_map_has_the_pixels_of_its_elements()
    {
        byte[] png = Pixels(new HeatMap("", Tensor.From<float>([0, 1, 2, 3, 4, 5], [2, 3]), ColourScale.Gray, width: 1.5, bar: false));
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(3);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)).ShouldBe(2);
        int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        rows.ToArray().ShouldBe([0, 0, 0, 0, 51, 51, 51, 102, 102, 102, 0, 153, 153, 153, 204, 204, 204, 255, 255, 255]);
    }

    [Fact]
    public void A_diverging_scale_is_white_at_zero()
    {
        Palette.Diverging(0.5).ShouldBe(((byte)245, (byte)245, (byte)245));
        Pixels(new HeatMap("", Tensor.From<float>([-1, 0], [1, 2]), ColourScale.Diverging)).ShouldBe(Pixels(new HeatMap("", Tensor.From<float>([-7, 0], [1, 2]), ColourScale.Diverging)));
    }

    [Fact]
    public void A_heat_map_is_of_a_matrix() =>
        Should.Throw<ShapeException>(() => new HeatMap("", Tensor.Zeros([2, 3, 4]))).Message.ShouldBe("HeatMap: cannot draw [2, 3, 4]: a matrix has 2 axes, this has 3.");

    [Fact]
    public void Pictures_of_a_sheet_do_not_overlap()
    {
        Picture[] parts = [.. Enumerable.Range(0, 7).Select(i => new HeatMap($"{i}", Tensor.Zeros([2 + i, 3]), width: 60))];
        var sheet = new Sheet("Templates", 3, parts);
        XElement[] groups = [.. XDocument.Parse(sheet.ToSvg()).Root!.Elements(Svg + "g")];
        groups.Length.ShouldBe(7);
        (double X, double Y)[] corners = [.. groups.Select(g => Corner((string)g.Attribute("transform")!))];
        for (int i = 0; i < 7; i++)
        {
            (corners[i].X + parts[i].Width).ShouldBeLessThan(sheet.Width);
            (corners[i].Y + parts[i].Height).ShouldBeLessThan(sheet.Height);
            for (int j = 0; j < i; j++)
                (corners[i].X < corners[j].X + parts[j].Width && corners[j].X < corners[i].X + parts[i].Width
                    && corners[i].Y < corners[j].Y + parts[j].Height && corners[j].Y < corners[i].Y + parts[i].Height).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_picture_is_saved_as_svg_and_folders_are_made()
    {
        string path = Path.Join(folder, "a", "b.svg");
        var picture = new HeatMap("h", Tensor.Eye(3));
        picture.Save(path);
        File.ReadAllText(path).ShouldBe(picture.ToSvg());
        Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_png_is_made_by_the_converter_or_the_error_says_what_to_install()
    {
        string path = Path.Join(folder, "h.png");
        var picture = new HeatMap("h", Tensor.Eye(3));
        if (PngConverter.IsInstalled)
        {
            picture.Save(path);
            File.ReadAllBytes(path)[..4].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
        }
        else
        {
            Should.Throw<PictureException>(() => picture.Save(path)).Message.ShouldContain("librsvg2-bin");
        }
    }

    [Fact]
    public void Another_kind_of_file_is_refused() =>
        Should.Throw<ArgumentException>(() => new HeatMap("h", Tensor.Eye(3)).Save(Path.Join(folder, "h.jpg"))).Message.ShouldContain("a picture is an .svg or a .png file");

    static byte[] Pixels(Picture picture)
    {
        string link = (string)XDocument.Parse(picture.ToSvg()).Descendants(Svg + "image").First().Attribute("href")!;
        return Convert.FromBase64String(link["data:image/png;base64,".Length..]);
    }

    static (double X, double Y) Corner(string transform)
    {
        string[] numbers = transform["translate(".Length..^1].Split(' ');
        return (double.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture), double.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
