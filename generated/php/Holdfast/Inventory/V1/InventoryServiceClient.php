<?php
// GENERATED CODE -- DO NOT EDIT!

// Original file comments:
// InventoryService: items, levels, stock, reservations, availability.
namespace Holdfast\Inventory\V1;

/**
 * The centre of Holdfast. Two promises hold for every RPC: no unit is promised twice, and every change of a quantity
 * is a movement in the ledger. Commands with lines are all or nothing; Batch commands answer each entry by itself.
 * Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or SHUTTING_DOWN.
 */
class InventoryServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Makes an item. RESOURCE_EXISTS, RESOURCE_DELETED, SKU_TAKEN.
     * @param \Holdfast\Inventory\V1\CreateInventoryItemRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function CreateInventoryItem(\Holdfast\Inventory\V1\CreateInventoryItemRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/CreateInventoryItem',
        $argument,
        ['\Holdfast\Inventory\V1\CreateInventoryItemResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * One item by id or by its present sku. RESOURCE_NOT_FOUND.
     * @param \Holdfast\Inventory\V1\GetInventoryItemRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetInventoryItem(\Holdfast\Inventory\V1\GetInventoryItemRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/GetInventoryItem',
        $argument,
        ['\Holdfast\Inventory\V1\GetInventoryItemResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Several items by id; those that do not exist are listed.
     * @param \Holdfast\Inventory\V1\BatchGetInventoryItemsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetInventoryItems(\Holdfast\Inventory\V1\BatchGetInventoryItemsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchGetInventoryItems',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetInventoryItemsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Items by filter, page by page.
     * @param \Holdfast\Inventory\V1\ListInventoryItemsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListInventoryItems(\Holdfast\Inventory\V1\ListInventoryItemsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ListInventoryItems',
        $argument,
        ['\Holdfast\Inventory\V1\ListInventoryItemsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Changes some fields of an item. RESOURCE_NOT_FOUND, ETAG_MISMATCH, FIELD_IMMUTABLE, SKU_TAKEN.
     * @param \Holdfast\Inventory\V1\UpdateInventoryItemRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UpdateInventoryItem(\Holdfast\Inventory\V1\UpdateInventoryItemRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/UpdateInventoryItem',
        $argument,
        ['\Holdfast\Inventory\V1\UpdateInventoryItemResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Deletes an item without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * @param \Holdfast\Inventory\V1\DeleteInventoryItemRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DeleteInventoryItem(\Holdfast\Inventory\V1\DeleteInventoryItemRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/DeleteInventoryItem',
        $argument,
        ['\Holdfast\Inventory\V1\DeleteInventoryItemResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Brings a deleted item back, while its sku is free. SKU_TAKEN.
     * @param \Holdfast\Inventory\V1\UndeleteInventoryItemRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UndeleteInventoryItem(\Holdfast\Inventory\V1\UndeleteInventoryItemRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/UndeleteInventoryItem',
        $argument,
        ['\Holdfast\Inventory\V1\UndeleteInventoryItemResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Makes many items, each by itself.
     * @param \Holdfast\Inventory\V1\BatchCreateInventoryItemsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchCreateInventoryItems(\Holdfast\Inventory\V1\BatchCreateInventoryItemsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchCreateInventoryItems',
        $argument,
        ['\Holdfast\Inventory\V1\BatchCreateInventoryItemsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Starts stocking an item at a location. RESOURCE_EXISTS when it is stocked there already.
     * @param \Holdfast\Inventory\V1\CreateInventoryLevelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function CreateInventoryLevel(\Holdfast\Inventory\V1\CreateInventoryLevelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/CreateInventoryLevel',
        $argument,
        ['\Holdfast\Inventory\V1\CreateInventoryLevelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Makes many levels, each by itself.
     * @param \Holdfast\Inventory\V1\BatchCreateInventoryLevelsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchCreateInventoryLevels(\Holdfast\Inventory\V1\BatchCreateInventoryLevelsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchCreateInventoryLevels',
        $argument,
        ['\Holdfast\Inventory\V1\BatchCreateInventoryLevelsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * One level. NOT_STOCKED_AT_LOCATION.
     * @param \Holdfast\Inventory\V1\GetInventoryLevelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetInventoryLevel(\Holdfast\Inventory\V1\GetInventoryLevelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/GetInventoryLevel',
        $argument,
        ['\Holdfast\Inventory\V1\GetInventoryLevelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Several levels by item and location; those that do not exist are listed.
     * @param \Holdfast\Inventory\V1\BatchGetInventoryLevelsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetInventoryLevels(\Holdfast\Inventory\V1\BatchGetInventoryLevelsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchGetInventoryLevels',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetInventoryLevelsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Levels by filter, page by page.
     * @param \Holdfast\Inventory\V1\ListInventoryLevelsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListInventoryLevels(\Holdfast\Inventory\V1\ListInventoryLevelsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ListInventoryLevels',
        $argument,
        ['\Holdfast\Inventory\V1\ListInventoryLevelsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Changes the settings of a level; quantities are moved by Adjust, Set and Move. ETAG_MISMATCH.
     * @param \Holdfast\Inventory\V1\UpdateInventoryLevelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UpdateInventoryLevel(\Holdfast\Inventory\V1\UpdateInventoryLevelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/UpdateInventoryLevel',
        $argument,
        ['\Holdfast\Inventory\V1\UpdateInventoryLevelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Stops stocking an item at a location. LEVEL_NOT_EMPTY while a bucket has units.
     * @param \Holdfast\Inventory\V1\DeleteInventoryLevelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DeleteInventoryLevel(\Holdfast\Inventory\V1\DeleteInventoryLevelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/DeleteInventoryLevel',
        $argument,
        ['\Holdfast\Inventory\V1\DeleteInventoryLevelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Adds to or takes from buckets: "three were sold". INSUFFICIENT_STOCK for issues, BALANCE_OUT_OF_RANGE.
     * @param \Holdfast\Inventory\V1\AdjustInventoryRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function AdjustInventory(\Holdfast\Inventory\V1\AdjustInventoryRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/AdjustInventory',
        $argument,
        ['\Holdfast\Inventory\V1\AdjustInventoryResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Sets buckets to what was counted: "there are seven". BALANCE_OUT_OF_RANGE.
     * @param \Holdfast\Inventory\V1\SetInventoryRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function SetInventory(\Holdfast\Inventory\V1\SetInventoryRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/SetInventory',
        $argument,
        ['\Holdfast\Inventory\V1\SetInventoryResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Moves units between buckets and locations: receiving, putting into quarantine, transferring. INSUFFICIENT_STOCK.
     * @param \Holdfast\Inventory\V1\MoveInventoryRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function MoveInventory(\Holdfast\Inventory\V1\MoveInventoryRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/MoveInventory',
        $argument,
        ['\Holdfast\Inventory\V1\MoveInventoryResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Many adjustments, each by itself: all or nothing within an entry, independent between entries.
     * @param \Holdfast\Inventory\V1\BatchAdjustInventoryRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchAdjustInventory(\Holdfast\Inventory\V1\BatchAdjustInventoryRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchAdjustInventory',
        $argument,
        ['\Holdfast\Inventory\V1\BatchAdjustInventoryResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * The ledger, page by page, in the order of its time.
     * @param \Holdfast\Inventory\V1\ListStockMovementsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListStockMovements(\Holdfast\Inventory\V1\ListStockMovementsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ListStockMovements',
        $argument,
        ['\Holdfast\Inventory\V1\ListStockMovementsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Promises stock to all lines or to none. INSUFFICIENT_STOCK names every short line, BACKORDER_LIMIT the level.
     * @param \Holdfast\Inventory\V1\CreateReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function CreateReservation(\Holdfast\Inventory\V1\CreateReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/CreateReservation',
        $argument,
        ['\Holdfast\Inventory\V1\CreateReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Many reservations, each by itself.
     * @param \Holdfast\Inventory\V1\BatchCreateReservationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchCreateReservations(\Holdfast\Inventory\V1\BatchCreateReservationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchCreateReservations',
        $argument,
        ['\Holdfast\Inventory\V1\BatchCreateReservationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * One reservation. RESOURCE_NOT_FOUND.
     * @param \Holdfast\Inventory\V1\GetReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetReservation(\Holdfast\Inventory\V1\GetReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/GetReservation',
        $argument,
        ['\Holdfast\Inventory\V1\GetReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Several reservations by id; those that do not exist are listed.
     * @param \Holdfast\Inventory\V1\BatchGetReservationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetReservations(\Holdfast\Inventory\V1\BatchGetReservationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchGetReservations',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetReservationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Reservations by filter, page by page.
     * @param \Holdfast\Inventory\V1\ListReservationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListReservations(\Holdfast\Inventory\V1\ListReservationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ListReservations',
        $argument,
        ['\Holdfast\Inventory\V1\ListReservationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Adds, sets and removes lines, moves allocations, changes texts, in one step: what becomes free counts for what is
     * added. INSUFFICIENT_STOCK, BACKORDER_LIMIT, ETAG_MISMATCH, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE, RESERVATION_EXPIRED.
     * @param \Holdfast\Inventory\V1\UpdateReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UpdateReservation(\Holdfast\Inventory\V1\UpdateReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/UpdateReservation',
        $argument,
        ['\Holdfast\Inventory\V1\UpdateReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Many updates, each by itself.
     * @param \Holdfast\Inventory\V1\BatchUpdateReservationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchUpdateReservations(\Holdfast\Inventory\V1\BatchUpdateReservationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchUpdateReservations',
        $argument,
        ['\Holdfast\Inventory\V1\BatchUpdateReservationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Makes a hold live longer: the later of its old expiry and now + ttl. A confirmed one lives on anyway, and nothing
     * changes. RESERVATION_EXPIRED, RESERVATION_NOT_ACTIVE.
     * @param \Holdfast\Inventory\V1\ExtendReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ExtendReservation(\Holdfast\Inventory\V1\ExtendReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ExtendReservation',
        $argument,
        ['\Holdfast\Inventory\V1\ExtendReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Removes the expiry of a hold. One that has expired is promised anew at the same places, or refused with
     * INSUFFICIENT_STOCK naming each short line. Confirming a confirmed one moves nothing. RESERVATION_NOT_ACTIVE.
     * @param \Holdfast\Inventory\V1\ConfirmReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ConfirmReservation(\Holdfast\Inventory\V1\ConfirmReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ConfirmReservation',
        $argument,
        ['\Holdfast\Inventory\V1\ConfirmReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Gives back what is still promised, all or parts. Never needs stock, and without lines succeeds in every state.
     * EXCEEDS_OPEN for more than a part has open.
     * @param \Holdfast\Inventory\V1\ReleaseReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ReleaseReservation(\Holdfast\Inventory\V1\ReleaseReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ReleaseReservation',
        $argument,
        ['\Holdfast\Inventory\V1\ReleaseReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Lets promised units leave: all that is open, or some by line or allocation. NOT_COVERED, EXCEEDS_OPEN, RESERVATION_NOT_ACTIVE.
     * @param \Holdfast\Inventory\V1\FulfillReservationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function FulfillReservation(\Holdfast\Inventory\V1\FulfillReservationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/FulfillReservation',
        $argument,
        ['\Holdfast\Inventory\V1\FulfillReservationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Puts fulfilled units back where they left, and restores their claims at their old place in the order. OVER_RETURN for
     * more than has left and not come back.
     * @param \Holdfast\Inventory\V1\ReverseFulfillmentRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ReverseFulfillment(\Holdfast\Inventory\V1\ReverseFulfillmentRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ReverseFulfillment',
        $argument,
        ['\Holdfast\Inventory\V1\ReverseFulfillmentResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Many releases, each by itself.
     * @param \Holdfast\Inventory\V1\BatchReleaseReservationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchReleaseReservations(\Holdfast\Inventory\V1\BatchReleaseReservationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchReleaseReservations',
        $argument,
        ['\Holdfast\Inventory\V1\BatchReleaseReservationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Takes returned units back, into stock or into an unavailable bucket. OVER_RETURN, RESERVATION_NOT_ACTIVE.
     * @param \Holdfast\Inventory\V1\ReceiveReturnRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ReceiveReturn(\Holdfast\Inventory\V1\ReceiveReturnRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ReceiveReturn',
        $argument,
        ['\Holdfast\Inventory\V1\ReceiveReturnResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Whether all lines could be promised together now. Promises nothing.
     * @param \Holdfast\Inventory\V1\ConfirmInventoryRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ConfirmInventory(\Holdfast\Inventory\V1\ConfirmInventoryRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/ConfirmInventory',
        $argument,
        ['\Holdfast\Inventory\V1\ConfirmInventoryResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * What one item has, at one location or several.
     * @param \Holdfast\Inventory\V1\GetAvailabilityRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetAvailability(\Holdfast\Inventory\V1\GetAvailabilityRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/GetAvailability',
        $argument,
        ['\Holdfast\Inventory\V1\GetAvailabilityResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * What several items have; each entry is of one instant and answers by itself.
     * @param \Holdfast\Inventory\V1\BatchGetAvailabilityRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetAvailability(\Holdfast\Inventory\V1\BatchGetAvailabilityRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.InventoryService/BatchGetAvailability',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetAvailabilityResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Creates reservations over one stream; outcomes come in any order, named by request id. A client that does not read
     * outcomes is not read from either. TOO_MANY_STREAMS.
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\BidiStreamingCall
     */
    public function StreamReservations($metadata = [], $options = []) {
        return $this->_bidiRequest('/holdfast.inventory.v1.InventoryService/StreamReservations',
        ['\Holdfast\Inventory\V1\StreamReservationsResponse','decode'],
        $metadata, $options);
    }

}
