<?php
// GENERATED CODE -- DO NOT EDIT!

// Original file comments:
// AdminService: the server about itself, and the proof of the books.
namespace Holdfast\Inventory\V1;

/**
 * For operators.
 */
class AdminServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Version, contract and limits of the server that answers.
     * @param \Holdfast\Inventory\V1\GetServerInfoRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function GetServerInfo(\Holdfast\Inventory\V1\GetServerInfoRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.AdminService/GetServerInfo',
        $argument,
        ['\Holdfast\Inventory\V1\GetServerInfoResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Proves the books of the caller's tenant on the live database, and names each difference.
     * @param \Holdfast\Inventory\V1\VerifyLedgerRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function VerifyLedger(\Holdfast\Inventory\V1\VerifyLedgerRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/holdfast.inventory.v1.AdminService/VerifyLedger',
        $argument,
        ['\Holdfast\Inventory\V1\VerifyLedgerResponse', 'decode'],
        $metadata, $options);
    }

}
