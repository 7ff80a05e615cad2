<?php
// GENERATED CODE -- DO NOT EDIT!

// Original file comments:
// CatalogService: what is sold, and which items it takes.
namespace Holdfast\Inventory\V1;

/**
 * Product variants, kits, their availability, and who wants to know when they are back.
 */
class CatalogServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Makes a variant, or replaces what is said of it. SKU_TAKEN (of its own item), CODE_TAKEN, KIT_CYCLE, ETAG_MISMATCH,
     * RESOURCE_DELETED.
     * @param \Holdfast\Inventory\V1\UpsertProductVariantRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UpsertProductVariant(\Holdfast\Inventory\V1\UpsertProductVariantRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/UpsertProductVariant',
        $argument,
        ['\Holdfast\Inventory\V1\UpsertProductVariantResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * One variant. RESOURCE_NOT_FOUND.
     * @param \Holdfast\Inventory\V1\GetProductVariantRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetProductVariant(\Holdfast\Inventory\V1\GetProductVariantRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/GetProductVariant',
        $argument,
        ['\Holdfast\Inventory\V1\GetProductVariantResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Several variants by id; those that do not exist are listed.
     * @param \Holdfast\Inventory\V1\BatchGetProductVariantsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetProductVariants(\Holdfast\Inventory\V1\BatchGetProductVariantsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/BatchGetProductVariants',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetProductVariantsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Variants by filter, page by page.
     * @param \Holdfast\Inventory\V1\ListProductVariantsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListProductVariants(\Holdfast\Inventory\V1\ListProductVariantsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/ListProductVariants',
        $argument,
        ['\Holdfast\Inventory\V1\ListProductVariantsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Deletes a variant, until it is undeleted.
     * @param \Holdfast\Inventory\V1\DeleteProductVariantRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DeleteProductVariant(\Holdfast\Inventory\V1\DeleteProductVariantRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/DeleteProductVariant',
        $argument,
        ['\Holdfast\Inventory\V1\DeleteProductVariantResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Brings a deleted variant back, while its codes are free. CODE_TAKEN.
     * @param \Holdfast\Inventory\V1\UndeleteProductVariantRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UndeleteProductVariant(\Holdfast\Inventory\V1\UndeleteProductVariantRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/UndeleteProductVariant',
        $argument,
        ['\Holdfast\Inventory\V1\UndeleteProductVariantResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * How many of a variant could be sold, and whether it is purchasable.
     * @param \Holdfast\Inventory\V1\GetVariantAvailabilityRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetVariantAvailability(\Holdfast\Inventory\V1\GetVariantAvailabilityRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/GetVariantAvailability',
        $argument,
        ['\Holdfast\Inventory\V1\GetVariantAvailabilityResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * The same for several variants, all of one instant.
     * @param \Holdfast\Inventory\V1\BatchGetVariantAvailabilityRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function BatchGetVariantAvailability(\Holdfast\Inventory\V1\BatchGetVariantAvailabilityRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/BatchGetVariantAvailability',
        $argument,
        ['\Holdfast\Inventory\V1\BatchGetVariantAvailabilityResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Has an event told when a variant has been there for a while (a setting of the server), once. The same variant, channel
     * and subscriber again is the same subscription.
     * @param \Holdfast\Inventory\V1\SubscribeRestockRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function SubscribeRestock(\Holdfast\Inventory\V1\SubscribeRestockRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/SubscribeRestock',
        $argument,
        ['\Holdfast\Inventory\V1\SubscribeRestockResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Subscriptions by filter, page by page.
     * @param \Holdfast\Inventory\V1\ListRestockSubscriptionsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListRestockSubscriptions(\Holdfast\Inventory\V1\ListRestockSubscriptionsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/ListRestockSubscriptions',
        $argument,
        ['\Holdfast\Inventory\V1\ListRestockSubscriptionsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Ends a subscription.
     * @param \Holdfast\Inventory\V1\DeleteRestockSubscriptionRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DeleteRestockSubscription(\Holdfast\Inventory\V1\DeleteRestockSubscriptionRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.CatalogService/DeleteRestockSubscription',
        $argument,
        ['\Holdfast\Inventory\V1\DeleteRestockSubscriptionResponse', 'decode'],
        $metadata, $options);
    }

}
