"""The server's settings. What it writes to its log may hold no patient data: no statement, parameter or key value."""

from collections.abc import Mapping

from otium.ops.postgres.cluster import Cluster

PASSWORDS_ONLY = "local all all scram-sha-256\n"
QUIET_LOG = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_messages": "log",  # errors go to the client, which may know the patient; the log may not
    "log_error_verbosity": "terse",  # no DETAIL, which quotes the offending row
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%p ",
    "log_timezone": "UTC",
}
THROWN_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


def text(cluster: Cluster) -> str:
    """The file that `postgresql.conf` includes."""
    values: Mapping[str, str] = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket),
        "unix_socket_permissions": "0700",
        "cluster_name": cluster.title,
        "password_encryption": "scram-sha-256",  # nosec B105: a method, no password
        "max_connections": "100",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        **QUIET_LOG,
        **({} if cluster.durable else THROWN_AWAY),
    }
    return "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in values.items())
