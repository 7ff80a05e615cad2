<?php
// GENERATED CODE -- DO NOT EDIT!

// Original file comments:
// StockLocationService: the places where stock is.
namespace Holdfast\Inventory\V1;

/**
 * Warehouses, shops, logistics partners. Any RPC may answer DEADLINE_EXCEEDED, OVERLOADED, DATABASE_UNAVAILABLE or
 * SHUTTING_DOWN.
 */
class StockLocationServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Makes a location. RESOURCE_EXISTS, RESOURCE_DELETED.
     * @param \Holdfast\Inventory\V1\CreateStockLocationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function CreateStockLocation(\Holdfast\Inventory\V1\CreateStockLocationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/CreateStockLocation',
        $argument,
        ['\Holdfast\Inventory\V1\CreateStockLocationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * One location. RESOURCE_NOT_FOUND.
     * @param \Holdfast\Inventory\V1\GetStockLocationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetStockLocation(\Holdfast\Inventory\V1\GetStockLocationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/GetStockLocation',
        $argument,
        ['\Holdfast\Inventory\V1\GetStockLocationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Several locations by id; those that do not exist are listed.
     * @param \Holdfast\Inventory\V1\BatchGetStockLocationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetStockLocations(\Holdfast\Inventory\V1\BatchGetStockLocationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/BatchGetStockLocations',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetStockLocationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Locations by filter, page by page.
     * @param \Holdfast\Inventory\V1\ListStockLocationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListStockLocations(\Holdfast\Inventory\V1\ListStockLocationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/ListStockLocations',
        $argument,
        ['\Holdfast\Inventory\V1\ListStockLocationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Changes some fields of a location. ETAG_MISMATCH.
     * @param \Holdfast\Inventory\V1\UpdateStockLocationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UpdateStockLocation(\Holdfast\Inventory\V1\UpdateStockLocationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/UpdateStockLocation',
        $argument,
        ['\Holdfast\Inventory\V1\UpdateStockLocationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Deletes a location without stock and claims, until it is undeleted. RESOURCE_IN_USE names the level in the way.
     * @param \Holdfast\Inventory\V1\DeleteStockLocationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DeleteStockLocation(\Holdfast\Inventory\V1\DeleteStockLocationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/DeleteStockLocation',
        $argument,
        ['\Holdfast\Inventory\V1\DeleteStockLocationResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Brings a deleted location back.
     * @param \Holdfast\Inventory\V1\UndeleteStockLocationRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UndeleteStockLocation(\Holdfast\Inventory\V1\UndeleteStockLocationRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.StockLocationService/UndeleteStockLocation',
        $argument,
        ['\Holdfast\Inventory\V1\UndeleteStockLocationResponse', 'decode'],
        $metadata, $options);
    }

}
