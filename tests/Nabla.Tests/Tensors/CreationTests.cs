namespace Nabla.Tests.Tensors;

public sealed class CreationTests
{
    static readonly DType[] Types = Enum.GetValues<DType>();

    [Fact]
    public void Elements_of_every_type_and_rank_come_back()
    {
        Tensor.From(1f, 2f).ToArray<float>().ShouldBe([1f, 2f]);
        Tensor.From(1.0, 2).ToArray<double>().ShouldBe([1.0, 2]);
        Tensor.From(1L, long.MinValue, long.MaxValue).ToArray<long>().ShouldBe([1L, long.MinValue, long.MaxValue]);
        Tensor.From(1, int.MinValue).ToArray<int>().ShouldBe([1, int.MinValue]);
        Tensor.From<byte>(1, 255).ToArray<byte>().ShouldBe([1, 255]);
        Tensor.From(true, false).ToArray<bool>().ShouldBe([true, false]);
        Tensor.From(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Shape.ShouldBe([2, 3]);
        Tensor cube = Tensor.From(new float[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } });
        cube.Shape.ShouldBe([2, 2, 2]);
        cube[1, 0, 1].Item().ShouldBe(6);
        Tensor.From(new byte[1, 2, 3, 4]).Shape.ShouldBe([1, 2, 3, 4]);
        Tensor.From(new double[0, 3]).Shape.ShouldBe([0, 3]);
        Tensor.From<float>([1, 2, 3, 4], [2, 2])[1, 0].Item().ShouldBe(3);
    }

    [Fact]
    public void Elements_are_copied()
    {
        float[] source = [1, 2];
        Tensor x = Tensor.From(source);
        source[0] = 9;
        x.ToArray<float>()[1] = 9;
        x.ToDoubles().ShouldBe([1, 2]);
    }

    [Fact]
    public void Filled_tensors_hold_their_value_in_every_type()
    {
        foreach (DType type in Types)
        {
            Tensor.Zeros([2, 3], type).ToDoubles().ShouldAllBe(x => x == 0);
            Tensor.Ones([2, 3], type).ToDoubles().ShouldAllBe(x => x == 1);
            Tensor.Ones([2, 3], type).DType.ShouldBe(type);
            Tensor.Zeros([0], type).ElementCount.ShouldBe(0);
            Tensor.Scalar(1, type).Rank.ShouldBe(0);
        }
        Tensor.Full([2], 2.9, DType.Int32).ToDoubles().ShouldBe([2, 2]);
        Tensor.Full([2], -2.9, DType.Int64).ToDoubles().ShouldBe([-2, -2]);
    }

    [Fact]
    public void Ranges_and_their_kin()
    {
        Tensor.Range(0, 5).ToDoubles().ShouldBe([0, 1, 2, 3, 4]);
        Tensor.Range(5, 0, -2, DType.Int64).ToArray<long>().ShouldBe([5, 3, 1]);
        Tensor.Range(0, 1, 0.25, DType.Float64).ToDoubles().ShouldBe([0, 0.25, 0.5, 0.75]);
        Tensor.Range(3, 1).ElementCount.ShouldBe(0);
        Tensor.Linspace(0, 1, 5, DType.Float64).ToDoubles().ShouldBe([0, 0.25, 0.5, 0.75, 1]);
        Tensor.Linspace(2, 7, 1).ToDoubles().ShouldBe([2]);
        Tensor.Linspace(0, 0.3, 4, DType.Float64).ToDoubles()[3].ShouldBe(0.3);
        Tensor.Eye(3).ToDoubles().ShouldBe([1, 0, 0, 0, 1, 0, 0, 0, 1]);
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Range(0, 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Range(0, 1, double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, 1, 0));
        Should.Throw<ShapeException>(() => Tensor.Range(0, double.PositiveInfinity));
        Should.Throw<ShapeException>(() => Tensor.Range(double.NaN, 1));
    }

    [Fact]
    public void Types_are_promoted_by_the_table()
    {
        // bool, uint8, int32, int64, float32, float64: the later of the two wins.
        for (int a = 0; a < Types.Length; a++)
            for (int b = 0; b < Types.Length; b++)
            {
                DType expected = Types[Math.Max(a, b)];
                DType.Promote(Types[a], Types[b]).ShouldBe(expected);
                Tensor x = Tensor.Ones([2], Types[a]), y = Tensor.Ones([2], Types[b]);
                (x + y).DType.ShouldBe(expected == DType.Bool ? DType.Int64 : expected, $"{Types[a]} + {Types[b]}");
                (x + y).ToDoubles().ShouldBe([2, 2]);
                (x / y).DType.ShouldBe(expected.IsFloatingPoint ? expected : DType.Float32);
                Tensor.Cat([x, y]).DType.ShouldBe(expected);
                Tensor.Where(Tensor.From(true, false), x, y).DType.ShouldBe(expected);
                x.MatMul(y).DType.ShouldBe(expected.IsFloatingPoint ? expected : DType.Float32);
            }
    }

    /// <summary>2²⁴ + 1 is no float32: whole numbers mixed with float64 must not pass through it.</summary>
    [Fact]
    public void Whole_numbers_mixed_with_float64_keep_their_digits()
    {
        Tensor whole = Tensor.From((1 << 24) + 1), one = Tensor.From(1.0);
        (whole / one).Item().ShouldBe((1 << 24) + 1);
        whole.Pow(one).Item().ShouldBe((1 << 24) + 1);
        whole.LeakyRelu(one).Item().ShouldBe((1 << 24) + 1);
    }

    [Fact]
    public void Numbers_take_the_tensor_s_type_unless_they_do_not_fit()
    {
        Tensor floats = Tensor.From(1f, 2f), doubles = Tensor.From(1.0, 2), longs = Tensor.From(1L, 2), ints = Tensor.From(1, 2), bytes = Tensor.From<byte>(1, 2);
        (2 * floats).DType.ShouldBe(DType.Float32);
        (floats - 1.5).DType.ShouldBe(DType.Float32);
        (1 - doubles).DType.ShouldBe(DType.Float64);
        (2 * longs).DType.ShouldBe(DType.Int64);
        (longs * 0.5).DType.ShouldBe(DType.Float32);
        (longs * 0.5).ToDoubles().ShouldBe([0.5, 1]);
        (ints + 1).DType.ShouldBe(DType.Int32);
        (ints + 0.5).ToDoubles().ShouldBe([1.5, 2.5]);
        (bytes + 1).DType.ShouldBe(DType.UInt8);
        (bytes + 300).ToDoubles().ShouldBe([301, 302]);
        (1 - bytes).ToDoubles().ShouldBe([0, 255], "uint8 wraps, as in NumPy and PyTorch");
        (longs * floats).DType.ShouldBe(DType.Float32);
        (-longs).ToDoubles().ShouldBe([-1, -2]);
        (longs > 1).ToDoubles().ShouldBe([0, 1]);
        (1.5 < longs).ToDoubles().ShouldBe([0, 1]);
        (Tensor.From(true, false) + 1).ToDoubles().ShouldBe([2, 1]);
        longs.Exp().DType.ShouldBe(DType.Float32);
        longs.Mean().Item().ShouldBe(1.5);
        ints.Sum().DType.ShouldBe(DType.Int64);
        Tensor.From(true, true).Sum().Item().ShouldBe(2);
    }

    [Fact]
    public void Casts_cut_wrap_and_decide()
    {
        Tensor x = Tensor.From(1.9, -1.9, 0, 300);
        x.Cast(DType.Int32).ToDoubles().ShouldBe([1, -1, 0, 300]);
        x.Cast(DType.Bool).ToDoubles().ShouldBe([1, 1, 0, 1]);
        x.Cast(DType.Float32).ToArray<float>().ShouldBe([1.9f, -1.9f, 0, 300]);
        Tensor.From(300, -1).Cast(DType.UInt8).ToDoubles().ShouldBe([44, 255]);
        Tensor.From(1L << 40).Cast(DType.Int32).Item().ShouldBe(0);
        Tensor.From(0.1, double.NaN).Cast(DType.Bool).ToDoubles().ShouldBe([1, 1]);
        Tensor.From(true).Cast(DType.Float64).Item().ShouldBe(1);
        Tensor.From((1L << 53) + 1).Cast(DType.Int32).DType.ShouldBe(DType.Int32);
        foreach (DType from in Types)
            foreach (DType to in Types)
                Tensor.From(1.0, 0).Cast(from).Cast(to).ToDoubles().ShouldBe([1, 0], $"{from} to {to}");
    }

    [Fact]
    public void One_number_is_read_from_any_tensor_of_one_element()
    {
        Tensor.From(new[,] { { 3f } }).Item().ShouldBe(3);
        ((double)Tensor.Scalar(2.5, DType.Float64)).ShouldBe(2.5);
        ((float)Tensor.Scalar(2.5)).ShouldBe(2.5f);
        ((Tensor)2.0).Rank.ShouldBe(0);
        Tensor.From(1, 2)[1].Item().ShouldBe(2);
    }

    [Fact]
    public void Large_whole_numbers_keep_their_bits()
    {
        Tensor x = Tensor.From(long.MaxValue, long.MinValue, (1L << 53) + 1);
        (x + 0).ToArray<long>().ShouldBe([long.MaxValue, long.MinValue, (1L << 53) + 1]);
        (x * 1).ToArray<long>().ShouldBe([long.MaxValue, long.MinValue, (1L << 53) + 1]);
        x.Max().ToArray<long>().ShouldBe([long.MaxValue]);
        x.Min().ToArray<long>().ShouldBe([long.MinValue]);
        x[2..].Sum().ToArray<long>().ShouldBe([(1L << 53) + 1]);
        x.EqualTo(x + 0).ToDoubles().ShouldBe([1, 1, 1]);
        Tensor.From((1L << 53) + 1).EqualTo(Tensor.From(1L << 53)).Item().ShouldBe(0);
    }
}
