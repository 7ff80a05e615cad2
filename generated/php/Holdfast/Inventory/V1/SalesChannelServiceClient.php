<?php
// GENERATED CODE -- DO NOT EDIT!

// Original file comments:
// SalesChannelService: where goods are sold, and from which locations.
namespace Holdfast\Inventory\V1;

/**
 * Shops, marketplaces, regions: each is linked to the locations that serve it.
 */
class SalesChannelServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Makes a channel. RESOURCE_EXISTS.
     * @param \Holdfast\Inventory\V1\CreateSalesChannelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function CreateSalesChannel(\Holdfast\Inventory\V1\CreateSalesChannelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/CreateSalesChannel',
        $argument,
        ['\Holdfast\Inventory\V1\CreateSalesChannelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * One channel. RESOURCE_NOT_FOUND.
     * @param \Holdfast\Inventory\V1\GetSalesChannelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetSalesChannel(\Holdfast\Inventory\V1\GetSalesChannelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/GetSalesChannel',
        $argument,
        ['\Holdfast\Inventory\V1\GetSalesChannelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Channels, page by page.
     * @param \Holdfast\Inventory\V1\ListSalesChannelsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListSalesChannels(\Holdfast\Inventory\V1\ListSalesChannelsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/ListSalesChannels',
        $argument,
        ['\Holdfast\Inventory\V1\ListSalesChannelsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Changes some fields of a channel. ETAG_MISMATCH.
     * @param \Holdfast\Inventory\V1\UpdateSalesChannelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UpdateSalesChannel(\Holdfast\Inventory\V1\UpdateSalesChannelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/UpdateSalesChannel',
        $argument,
        ['\Holdfast\Inventory\V1\UpdateSalesChannelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Deletes a channel, until it is undeleted.
     * @param \Holdfast\Inventory\V1\DeleteSalesChannelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DeleteSalesChannel(\Holdfast\Inventory\V1\DeleteSalesChannelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/DeleteSalesChannel',
        $argument,
        ['\Holdfast\Inventory\V1\DeleteSalesChannelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Brings a deleted channel back.
     * @param \Holdfast\Inventory\V1\UndeleteSalesChannelRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UndeleteSalesChannel(\Holdfast\Inventory\V1\UndeleteSalesChannelRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/UndeleteSalesChannel',
        $argument,
        ['\Holdfast\Inventory\V1\UndeleteSalesChannelResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Lets locations serve the channel; those that do already go on. RESOURCE_NOT_FOUND names a location.
     * @param \Holdfast\Inventory\V1\LinkStockLocationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function LinkStockLocations(\Holdfast\Inventory\V1\LinkStockLocationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/LinkStockLocations',
        $argument,
        ['\Holdfast\Inventory\V1\LinkStockLocationsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Lets locations serve the channel no longer. What is promised from them stays promised.
     * @param \Holdfast\Inventory\V1\UnlinkStockLocationsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UnlinkStockLocations(\Holdfast\Inventory\V1\UnlinkStockLocationsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.SalesChannelService/UnlinkStockLocations',
        $argument,
        ['\Holdfast\Inventory\V1\UnlinkStockLocationsResponse', 'decode'],
        $metadata, $options);
    }

}
