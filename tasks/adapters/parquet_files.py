"""Reads Parquet in the thread that asks for it.

Arrow's own threads are not told when Python ends: one that was started for a table of a few rows aborted one process in
25 after its work was done ("terminate called without an active exception", apache/arrow issues 34314 and 50482).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def read_parquet(content: bytes) -> pa.Table:
    """Read a Parquet file, and start no thread for it.

    Args:
        content: of the file.

    Returns:
        The table.

    Raises:
        OSError: it is damaged; pyarrow's own errors are of this kind, or of ValueError.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)


def read_parquet_frame(content: bytes) -> pd.DataFrame:
    """Read a Parquet file as a frame, and start no thread for it.

    Args:
        content: of the file.

    Returns:
        The frame, as pandas reads it.

    Raises:
        OSError: as `read_parquet` does.
    """
    return read_parquet(content).to_pandas(use_threads=False)
