# syntax=docker/dockerfile:1

# An image of a folder of route files: what `build` writes, on a runtime without a shell, and nothing else.
#
#   docker build -t api .                                      the folder api/ of this repository
#   docker build -t todo --build-arg DIR=samples/todo .        another folder of it
#   docker run --rm -p 8080:8080 --read-only --tmpfs /tmp api
#
# docs/deploy.md tells the rest.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Packages change less often than code, and code less often than routes. Credentials of a package source are a secret named
# nuget (docs/deploy.md); without one, nothing is mounted.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/FileRoutedApi/FileRoutedApi.csproj src/FileRoutedApi/
COPY src/FileRoutedApi.Compilation/FileRoutedApi.Compilation.csproj src/FileRoutedApi.Compilation/
COPY src/FileRoutedApi.Redis/FileRoutedApi.Redis.csproj src/FileRoutedApi.Redis/
COPY src/FileRoutedApi.Host/FileRoutedApi.Host.csproj src/FileRoutedApi.Host/*.targets src/FileRoutedApi.Host/
RUN --mount=type=cache,target=/root/.nuget/packages \
    --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet restore src/FileRoutedApi.Host -p:Configuration=Release

COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet build src/FileRoutedApi.Host -c Release --no-restore

# The folder that contains api/, within the repository: what is shared by several lies beside it.
COPY . .
ARG DIR=.
RUN --mount=type=cache,target=/root/.nuget/packages \
    --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet src/FileRoutedApi.Host/bin/Release/net10.0/FileRoutedApi.Host.dll build "$DIR" --output /out --ready-to-run

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app

# Root owns the files, and another user runs them: nobody can change them, on a writable file system either.
COPY --from=build /out ./

# What the base image says as well; the probe and EXPOSE count on it.
ENV ASPNETCORE_HTTP_PORTS=8080

# Otherwise the runtime opens a socket in /tmp for debuggers and dotnet-trace. Set it to 1 to let them in.
ENV DOTNET_EnableDiagnostics=0

USER $APP_UID
EXPOSE 8080

# There is no shell and no curl, so the host asks itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["dotnet", "FileRoutedApi.Host.dll", "health"]

# Not the program of the same name: this one is built for every system alike.
ENTRYPOINT ["dotnet", "FileRoutedApi.Host.dll"]
