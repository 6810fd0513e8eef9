package io.tocsin.engine.router;

/**
 * The hash that places keys and compares outputs: FNV-1a over the bytes in 64 bits, then the
 * finalizer of MurmurHash3, because FNV alone spreads its last bytes badly over a small number of
 * shards. It is part of the journal's meaning: another hash puts a key on another shard.
 */
public final class Hash64 {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hash64() {}

  /** The hash of the first bytes of an array. */
  public static long of(byte[] bytes, int length) {
    return of(FNV_OFFSET, bytes, length);
  }

  /** The hash of what an earlier hash stands for, followed by the first bytes of an array. */
  public static long of(long before, byte[] bytes, int length) {
    long hash = before;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** The shard of a hash, 0 to {@code shards - 1}. */
  public static int shard(long hash, int shards) {
    return (int) Long.remainderUnsigned(hash, shards);
  }

  private static long mix(long value) {
    long hash = value;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
