/// <summary>Keeps files in a folder, under names that it makes itself.</summary>
class UploadStore
{
    private const int BufferSize = 64 * 1024;

    private readonly string _folder;
    private readonly long _limit;
    private readonly long _totalLimit;
    private long _total;

    public UploadStore(IConfiguration configuration, IHostEnvironment environment)
    {
        _folder = Path.Combine(environment.ContentRootPath, configuration.GetValue("Uploads:Folder", "files"));
        _limit = configuration.GetValue<long>("Uploads:SizeLimit");
        _totalLimit = configuration.GetValue<long>("Uploads:TotalLimit");
        _total = Directory.CreateDirectory(_folder).EnumerateFiles().Sum(file => file.Length);
    }

    /// <summary>Writes a file as it comes. It is there once it is whole; of what breaks off nothing stays.</summary>
    /// <param name="report">Hears how many bytes have come.</param>
    /// <exception cref="ApiException">It is too long (413), not of its type (415), breaks off (400), or there is no room left (507).</exception>
    public async Task<Upload> KeepAsync(Stream content, FileType type, Action<long> report, CancellationToken stop)
    {
        var id = Guid.NewGuid();
        var aside = Path.Combine(_folder, $"{id:N}.part");
        var reserved = 0L;
        try
        {
            long length;
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                length = await CopyAsync(content, file, type, Reserve, stop);
            }

            File.Move(aside, PathOf(id, type));
            reserved = 0;
            return new Upload(id, type.ContentType, length);
        }
        finally
        {
            File.Delete(aside);
            Interlocked.Add(ref _total, -reserved);
        }

        // Counted while the file comes, because several may come at once.
        void Reserve(long length)
        {
            var added = length - reserved;
            reserved = length;
            if (Interlocked.Add(ref _total, added) > _totalLimit)
            {
                throw new ApiException(507, "There is no room left for files");
            }

            report(length);
        }
    }

    /// <summary>Where a file is, and what; null where there is none.</summary>
    public (FileInfo File, FileType Type)? Find(Guid id)
    {
        foreach (var type in FileType.All)
        {
            var file = new FileInfo(PathOf(id, type));
            if (file.Exists)
            {
                return (file, type);
            }
        }

        return null;
    }

    private async Task<long> CopyAsync(Stream from, Stream to, FileType type, Action<long> reserve, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        var read = await ReadAsync(from, buffer, FileType.LongestBeginning, stop);
        if (!buffer.AsSpan(0, read).StartsWith(type.FirstBytes))
        {
            throw new ApiException(415, $"The file is no {type.ContentType}");
        }

        for (var length = 0L; ; read = await ReadAsync(from, buffer, 1, stop))
        {
            if (read == 0)
            {
                return length;
            }

            if ((length += read) > _limit)
            {
                throw new ApiException(413, $"The file is longer than {_limit} bytes");
            }

            reserve(length);
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream from, byte[] buffer, int atLeast, CancellationToken stop)
    {
        try
        {
            return await from.ReadAtLeastAsync(buffer, atLeast, throwOnEndOfStream: false, stop);
        }
        catch (Exception exception) when (exception is IOException and not BadHttpRequestException)
        {
            throw new ApiException(400, "The file breaks off", exception);
        }
    }

    private string PathOf(Guid id, FileType type) => Path.Combine(_folder, $"{id:N}{type.Extension}");
}

/// <summary>A file that was uploaded.</summary>
/// <param name="Id">What tells it apart; given by the server.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Length">How many bytes it has.</param>
record Upload(Guid Id, string ContentType, long Length);
