// Stands in for the README's program until the library has what that program uses.
using Nabla;

try
{
    throw new NablaException("matmul: cannot multiply [2, 3] by [4, 5]: inner sizes 3 and 4 differ.");
}
catch (NablaException error)
{
    Console.WriteLine(error.Message);
}
