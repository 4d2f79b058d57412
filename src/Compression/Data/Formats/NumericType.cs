namespace DeepIoT.Compression.Data.Formats;

/// <summary>Element types that array files may hold.</summary>
internal enum NumericType
{
    Bool,
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,
    Float32,
    Float64,
}
