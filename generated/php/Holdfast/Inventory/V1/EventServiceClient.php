<?php
// GENERATED CODE -- DO NOT EDIT!

// Original file comments:
// EventService: what has happened, to poll or to watch.
namespace Holdfast\Inventory\V1;

/**
 * Every change of stock, items and reservations, at least once, in order per resource.
 */
class EventServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Events after a cursor, page by page. CURSOR_EXPIRED names the oldest one.
     * @param \Holdfast\Inventory\V1\ListEventsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListEvents(\Holdfast\Inventory\V1\ListEventsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.EventService/ListEvents',
        $argument,
        ['\Holdfast\Inventory\V1\ListEventsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Events as they happen. The first message says where the watch stands; a message without events is a checkpoint, sent
     * whenever there was nothing else for 10 seconds. Never ends by itself; after any end resume with the last cursor.
     * CURSOR_EXPIRED, WATCH_TOO_SLOW, TOO_MANY_STREAMS.
     * @param \Holdfast\Inventory\V1\WatchEventsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\ServerStreamingCall
     */
    public function WatchEvents(\Holdfast\Inventory\V1\WatchEventsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_serverStreamRequest('/holdfast.inventory.v1.EventService/WatchEvents',
        $argument,
        ['\Holdfast\Inventory\V1\WatchEventsResponse', 'decode'],
        $metadata, $options);
    }

}
