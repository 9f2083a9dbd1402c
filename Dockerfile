# syntax=docker/dockerfile:1

# An image for a folder of route files. It contains only the output of `build`, on a runtime without a shell.
#
#   docker build -t api .                                      the folder api/ of this repository
#   docker build -t todo --build-arg DIR=samples/todo .        another folder of this repository
#   docker run --rm -p 8080:8080 --read-only --tmpfs /tmp api
#
# See docs/deploy.md.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Packages change less often than code, and code less often than routes. The optional secret `nuget` has the credentials of a
# package source (docs/deploy.md).
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/FileRoutedApi/FileRoutedApi.csproj src/FileRoutedApi/
COPY src/FileRoutedApi.Compilation/FileRoutedApi.Compilation.csproj src/FileRoutedApi.Compilation/
COPY src/FileRoutedApi.Jobs/FileRoutedApi.Jobs.csproj src/FileRoutedApi.Jobs/
COPY src/FileRoutedApi.Redis/FileRoutedApi.Redis.csproj src/FileRoutedApi.Redis/
COPY src/FileRoutedApi.Host/FileRoutedApi.Host.csproj src/FileRoutedApi.Host/*.targets src/FileRoutedApi.Host/
RUN --mount=type=cache,target=/root/.nuget/packages \
    --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet restore src/FileRoutedApi.Host -p:Configuration=Release

COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet build src/FileRoutedApi.Host -c Release --no-restore

# The whole repository, because the folder that contains api/ may use files beside it.
COPY . .
ARG DIR=.
RUN --mount=type=cache,target=/root/.nuget/packages \
    --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet src/FileRoutedApi.Host/bin/Release/net10.0/FileRoutedApi.Host.dll build "$DIR" --output /out --ready-to-run

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app

# Root owns the files, and another user runs them, so the process cannot change them.
COPY --from=build /out ./

# The default of the base image. The health check and EXPOSE depend on it.
ENV ASPNETCORE_HTTP_PORTS=8080

# Otherwise the runtime opens a socket in /tmp for debuggers and dotnet-trace. Set it to 1 to use them.
ENV DOTNET_EnableDiagnostics=0

USER $APP_UID
EXPOSE 8080

# The image has no shell and no curl, so the host sends the request itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["dotnet", "FileRoutedApi.Host.dll", "health"]

# The DLL and not the executable, because the DLL is the same on every system.
ENTRYPOINT ["dotnet", "FileRoutedApi.Host.dll"]
