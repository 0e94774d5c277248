namespace Nabla.Data;

/// <summary>What an element of an IDX file is; the value is the third byte of the file.</summary>
public enum IdxElementType : byte
{
    /// <summary>Unsigned byte: pixels and labels.</summary>
    UInt8 = 0x08,

    /// <summary>Signed byte.</summary>
    Int8 = 0x09,

    /// <summary>Two bytes, big-endian.</summary>
    Int16 = 0x0B,

    /// <summary>Four bytes, big-endian.</summary>
    Int32 = 0x0C,

    /// <summary>IEEE single precision, big-endian.</summary>
    Float32 = 0x0D,

    /// <summary>IEEE double precision, big-endian.</summary>
    Float64 = 0x0E,
}
