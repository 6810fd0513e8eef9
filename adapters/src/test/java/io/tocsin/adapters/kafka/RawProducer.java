package io.tocsin.adapters.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Writes a record of a transaction that the coordinator never hears of, to a broker that does not
 * verify: what a partition looks like in which the marker of an end was left out.
 */
final class RawProducer {
  /** The last version that leaves it to the client to tell the coordinator. */
  private static final short VERSION = 11;

  private RawProducer() {}

  /**
   * @param bootstrap {@code host:port} of the leader
   * @param as the producer's id and epoch
   */
  static void write(
      String bootstrap, TopicPartition partition, TransactionDescription as, String value)
      throws IOException {
    MemoryRecords records =
        MemoryRecords.withTransactionalRecords(
            Compression.NONE,
            as.producerId(),
            (short) as.producerEpoch(),
            0,
            new SimpleRecord(value.getBytes(StandardCharsets.UTF_8)));
    ProduceRequestData data =
        new ProduceRequestData()
            .setTransactionalId("raw")
            .setAcks((short) -1)
            .setTimeoutMs(10_000)
            .setTopicData(
                new TopicProduceDataCollection(
                    List.of(
                            new TopicProduceData()
                                .setName(partition.topic())
                                .setPartitionData(
                                    List.of(
                                        new PartitionProduceData()
                                            .setIndex(partition.partition())
                                            .setRecords(records))))
                        .iterator()));
    ProduceRequest request = ProduceRequest.builder(data, true).build(VERSION);
    ByteBuffer bytes =
        request.serializeWithHeader(new RequestHeader(ApiKeys.PRODUCE, VERSION, "raw", 1));
    ProduceResponse response = exchange(bootstrap, bytes);
    short error =
        response.data().responses().iterator().next().partitionResponses().get(0).errorCode();
    if (error != 0) {
      throw new IOException("the broker answers with the error " + error);
    }
  }

  private static ProduceResponse exchange(String bootstrap, ByteBuffer request) throws IOException {
    String[] address = bootstrap.split(":");
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(request.remaining());
      out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
      // The header of the answer: the number of the request, and no tags.
      answer.position(5);
      return ProduceResponse.parse(new ByteBufferAccessor(answer), VERSION);
    }
  }
}
