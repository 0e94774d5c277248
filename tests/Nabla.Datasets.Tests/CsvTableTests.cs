namespace Nabla.Data.Tests;

public sealed class CsvTableTests
{
    static CsvTable Read(string text, CsvTableOptions? options = null) => CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", options);

    static DataFormatException Refused(string text, CsvTableOptions? options = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Bounded.Refused(() => CsvTable.Read(new MemoryStream(bytes), "t.csv", options));
    }

    [Fact]
    public void A_table_with_header_and_names_as_labels()
    {
        CsvTable table = Read("length,width,kind\n1.5,2,cat\n-3e2, 4 ,ant\n\n0,0,cat\n");
        table.FeatureNames.ShouldBe(["length", "width"]);
        table.LabelName.ShouldBe("kind");
        table.RowCount.ShouldBe(3);
        table.Features.ShouldBe([1.5f, 2, -300, 4, 0, 0]);
        table.ClassNames.ShouldBe(["ant", "cat"]);
        table.Labels.ShouldBe([1, 0, 1]);
        table.Targets.ShouldBeEmpty();
    }

    [Fact]
    public void A_table_without_header_and_numbers_as_labels()
    {
        CsvTable table = Read("1,2,10\n3,4,9\n5,6,10");
        table.FeatureNames.ShouldBe(["x0", "x1"]);
        table.LabelName.ShouldBeNull();
        table.ClassNames.ShouldBe(["9", "10"]);
        table.Labels.ShouldBe([1, 0, 1]);
    }

    [Fact]
    public void Labels_with_fractions_are_numbers_to_predict_and_whole_ones_on_demand()
    {
        Read("1,2.5\n2,3").Targets.ShouldBe([2.5f, 3]);
        Read("1,2\n2,3").Labels.ShouldBe([0, 1]);
        Read("1,2\n2,3", new() { Labels = CsvLabels.Numbers }).Targets.ShouldBe([2, 3]);
        Read("1,2.5\n2,3", new() { Labels = CsvLabels.Classes }).ClassNames.ShouldBe(["2.5", "3"]);
    }

    [Fact]
    public void The_label_can_be_any_column_or_none()
    {
        CsvTable first = Read("a,1,2\nb,3,4", new() { LabelColumn = 0 });
        first.Features.ShouldBe([1, 2, 3, 4]);
        first.ClassNames.ShouldBe(["a", "b"]);
        CsvTable named = Read("x,kind,y\n1,a,2\n3,b,4", new() { LabelName = "kind" });
        named.FeatureNames.ShouldBe(["x", "y"]);
        named.Labels.ShouldBe([0, 1]);
        CsvTable none = Read("1,2\n3,4", new() { Labels = CsvLabels.None });
        none.Features.ShouldBe([1, 2, 3, 4]);
        none.Labels.ShouldBeEmpty();
        none.ClassNames.ShouldBeEmpty();
    }

    [Fact]
    public void Known_classes_keep_their_order()
    {
        CsvTable table = Read("1,b\n2,a", new() { ClassNames = ["b", "a", "c"] });
        table.Labels.ShouldBe([0, 1]);
        table.ClassNames.ShouldBe(["b", "a", "c"]);
        Refused("1,b\n2,d", new() { ClassNames = ["b", "a"] }).Message
            .ShouldBe("t.csv: cannot read at line 2, column 2: the label is \"d\", which is none of the 2 classes.");
    }

    [Fact]
    public void Quotes_byte_order_marks_and_other_separators_are_understood()
    {
        Read("\uFEFF\"a, b\";\"kind\"\r\n\"1.5\";\"x;\"\"y\"\"\"\r\n", new() { Separator = ';' }).ClassNames.ShouldBe(["x;\"y\""]);
        Read("\uFEFF1,2,0\n").Features.ShouldBe([1, 2]);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            german.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = german;
            Read("1.5,0").Features.ShouldBe([1.5f]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_packed_file_is_read()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", TemporaryFolder.Gzip("1,2,a\n"u8.ToArray()));
        CsvTable.Read(path).Features.ShouldBe([1, 2]);
        byte[] cut = File.ReadAllBytes(path)[..^5];
        Bounded.Refused(() => CsvTable.Read(folder.Write("cut.csv", cut))).Reason.ShouldContain("cut");
    }

    [Theory]
    [InlineData("", 1, null, "the file is empty, at least one row is needed")]
    [InlineData("\n\n\n", 1, null, "the file is empty, at least one row is needed")]
    [InlineData("a,b,kind\n", 1, null, "after the header there is no row, at least one is needed")]
    [InlineData("5\n6\n", 1, null, "the row has 1 columns, a feature and a label are needed")]
    [InlineData("1,2,0\n3,0\n", 2, 3, "the row has 2 columns, 3 are expected")]
    [InlineData("1,2,0\n3,4,5,0\n", 2, 4, "the row has 4 columns, 3 are expected")]
    [InlineData("1,2,0\n3,x,0\n", 2, 2, "the value is \"x\", a finite number is expected")]
    [InlineData("a,b,kind\n1,2,0\n\n3,x,0\n", 4, 2, "the value of \"b\" is \"x\", a finite number is expected")]
    [InlineData("1,x,0\n", 1, 2, "the value is \"x\", a finite number is expected")]
    [InlineData("1,2,0\n3,,0\n", 2, 2, "the value is missing, a number is expected")]
    [InlineData("1,2,0\n3,4,\n", 2, 3, "the label is missing")]
    [InlineData("1,2,0\nNaN,4,0\n", 2, 1, "the value is \"NaN\", a finite number is expected")]
    [InlineData("1,2,0\n-Infinity,4,0\n", 2, 1, "the value is \"-Infinity\", a finite number is expected")]
    [InlineData("1,2,0\n1e39,4,0\n", 2, 1, "the value is \"1e39\", a finite number is expected")]
    [InlineData("1,2,0\n0x10,4,0\n", 2, 1, "the value is \"0x10\", a finite number is expected")]
    [InlineData("1,2,0\n\"1,5\",4,0\n", 2, 1, "the value is \"1,5\", a finite number is expected")]
    public void A_bad_table_is_refused_with_line_column_and_reason(string text, long line, int? column, string reason)
    {
        DataFormatException error = Refused(text);
        error.Reason.ShouldBe(reason);
        error.Position.ShouldBe(DataPosition.AtLine(line, column));
        error.File.ShouldBe("t.csv");
    }

    [Fact]
    public void Options_that_do_not_fit_the_table_are_refused()
    {
        Refused("a,b\n1,2\n", new() { LabelName = "kind" }).Reason.ShouldBe("the header has no column \"kind\" for the label");
        Refused("1,2\n", new() { LabelColumn = 2 }).Reason.ShouldBe("the label is in column 3, the row has 2 columns");
        Refused("1,2,3\n", new() { FeatureCount = 4 }).Reason.ShouldBe("the row has 2 features, 4 are expected");
        Refused("1,2\n2,x\n", new() { Labels = CsvLabels.Numbers }).Position.ShouldBe(DataPosition.AtLine(2, 2));
    }

    [Fact]
    public void Broken_quotes_are_refused()
    {
        Refused("1,2,0\n1,\"2,0\n3,4,0\n").Message
            .ShouldBe("t.csv: cannot read at line 2: the row is not CSV: a quoted field that is never closed (byte offset 19).");
        Refused("1,2,0\n1,\"2\"x,0\n").Reason.ShouldStartWith("the row is not CSV: ");
    }

    [Fact]
    public void What_is_quoted_in_an_error_is_short_and_printable()
    {
        Refused("1,2,0\n\u0007\u001b[31m" + new string('x', 1000) + ",2,0\n").Reason.Length.ShouldBeLessThan(100);
        Refused("1,2,0\n\u001b[31m,2,0\n").Reason.ShouldNotContain("\u001b");
    }

    [Theory]
    [InlineData("huge field", "1", "", 1)]
    [InlineData("huge row", "1,", "", 1)]
    [InlineData("open quote", "x\n", "1,2\n\"", 2)]
    public void A_huge_record_is_refused_before_it_is_read(string name, string repeated, string start, long line)
    {
        using var endless = new RepeatedText(start, repeated, 1L << 40);
        DataFormatException error = Bounded.Refused(() => CsvTable.Read(endless, name), allocation: 16 << 20);
        error.Position.Line.ShouldBe(line);
        error.Reason.ShouldBe("the row is longer than 1048576 bytes");
        endless.Delivered.ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public void Endless_empty_lines_take_no_memory()
    {
        using var lines = new RepeatedText("", "\n", 8 << 20);
        Bounded.Refused(() => CsvTable.Read(lines, "empty lines"), allocation: 4 << 20).Reason.ShouldContain("empty");
    }

    [Fact]
    public void Random_damage_never_does_anything_but_refuse_or_read()
    {
        var random = new Random(20240602);
        byte[] good = Encoding.UTF8.GetBytes("a,b,\"c d\",kind\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Invariant($"{i},{i * 0.5},\"{-i}\",k{i % 3}\n"))));
        byte[] spice = [.. ",\"\n\r;\t\0 'eE+-.0123456789NaN"u8, 0xFF, 0xC3, 0x80, 0x1F, 0x8B];
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = (byte[])good.Clone();
            for (int k = random.Next(1, 8); k > 0; k--)
                bytes[random.Next(bytes.Length)] = spice[random.Next(spice.Length)];
            bytes = bytes[random.Next(2)..random.Next(bytes.Length / 2, bytes.Length + 1)];
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                CsvTable table = CsvTable.Read(new MemoryStream(bytes), "fuzz");
                table.Features.Length.ShouldBe(table.RowCount * table.FeatureCount);
                table.Features.ShouldAllBe(x => float.IsFinite(x));
                (table.Labels.Length + table.Targets.Length).ShouldBe(table.RowCount);
                table.Labels.ShouldAllBe(l => l >= 0 && l < table.ClassNames.Count);
            }
            catch (DataFormatException e)
            {
                e.Position.Line.ShouldNotBeNull().ShouldBeInRange(1, 40);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20, Invariant($"round {round}: {Convert.ToHexString(bytes)}"));
        }
    }

    /// <summary>A text far larger than memory, made while it is read.</summary>
    sealed class RepeatedText(string start, string repeated, long length) : Stream
    {
        readonly byte[] start = Encoding.UTF8.GetBytes(start);
        readonly byte[] repeated = Encoding.UTF8.GetBytes(repeated);

        public long Delivered { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int n = (int)Math.Min(buffer.Length, length - Delivered);
            if (repeated.Length == 1 && Delivered >= start.Length)
                buffer[..n].Fill(repeated[0]);
            for (int i = 0; i < n && (repeated.Length > 1 || Delivered < start.Length); i++)
                buffer[i] = Delivered + i < start.Length ? start[Delivered + i] : repeated[(Delivered + i - start.Length) % repeated.Length];
            Delivered += n;
            return n;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Delivered; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
