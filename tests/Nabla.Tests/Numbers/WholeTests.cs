using Nabla.Numbers;

namespace Nabla.Tests.Numbers;

public class WholeTests
{
    [Theory]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MinValue, -1)]
    [InlineData(7, -2)]
    [InlineData(-123456789, 987654321)]
    public void Int_arithmetic_is_that_of_unchecked_code(int a, int b)
    {
        unchecked
        {
            Read<int>(Of(a) + Of(b)).ShouldBe(a + b);
            Read<int>(Of(a) - Of(b)).ShouldBe(a - b);
            Read<int>(Of(a) * Of(b)).ShouldBe(a * b);
            Read<int>(-Of(a)).ShouldBe(-a);
            Read<int>(Of(a) / Of(b)).ShouldBe(b == -1 ? -a : a / b);
        }
    }

    [Fact]
    public void Byte_arithmetic_wraps() => Read<byte>(Whole<byte>.Broadcast(250) + Whole<byte>.Broadcast(10)).ShouldBe((byte)4);

    [Fact]
    public void Long_arithmetic_is_exact() =>
        Read<long>(Whole<long>.Broadcast(long.MaxValue - 1) + Whole<long>.Broadcast(1)).ShouldBe(long.MaxValue);

    [Fact]
    public void Constants_are_cut_and_saturate()
    {
        Read<int>(Whole<int>.Constant(-2.9)).ShouldBe(-2);
        Read<int>(Whole<int>.Constant(double.NegativeInfinity)).ShouldBe(int.MinValue);
        Read<byte>(Whole<byte>.Constant(double.PositiveInfinity)).ShouldBe(byte.MaxValue);
        Read<long>(Whole<long>.Constant(double.PositiveInfinity)).ShouldBe(long.MaxValue);
    }

    [Fact]
    public void What_has_no_whole_result_is_refused() => Should.Throw<NotSupportedException>(() => Whole<int>.Exp(Of(1)));

    static Whole<int> Of(int value) => Whole<int>.Broadcast(value);

    static T Read<T>(Whole<T> x) where T : unmanaged
    {
        T value = default;
        Whole<T>.Store(x, ref value);
        return value;
    }
}
