package io.dispatcher.broker;

import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreImpl;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.runnables.AtomicRunnable;
import org.jspecify.annotations.Nullable;

/**
 * Artemis as it is, but for one thing: an address that may refuse (policy FAIL) looks for producers to release on a pool thread each time a message
 * comes or goes, four times for a message through a queue. Here it looks only once a producer has waited for that address. Those wake-ups were a
 * fifth of the coordinator's CPU ({@code docs/performance.md}).
 */
final class BrokerServer extends ActiveMQServerImpl {
    BrokerServer(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() throws Exception {
        return new Stores((PagingStoreFactoryNIO) super.getPagingStoreFactory());
    }

    private static final class Stores extends PagingStoreFactoryNIO {
        Stores(PagingStoreFactoryNIO usual) {
            super(
                    usual.getStorageManager(),
                    usual.getDirectory(),
                    usual.getSyncTimeout(),
                    usual.getScheduledExecutor(),
                    usual.getExecutorFactory(),
                    usual.isSyncNonTransactional(),
                    usual.getCritialErrorListener());
        }

        @Override
        public synchronized PagingStore newStore(SimpleString address, AddressSettings settings) {
            return new Store(this, address, settings);
        }
    }

    private static final class Store extends PagingStoreImpl {
        private volatile boolean waitedFor;

        Store(PagingStoreFactoryNIO factory, SimpleString address, AddressSettings settings) {
            super(
                    address,
                    factory.getScheduledExecutor(),
                    factory.getSyncTimeout(),
                    factory.getPagingManager(),
                    factory.getStorageManager(),
                    null,
                    factory,
                    address,
                    settings,
                    factory.getExecutorFactory().getExecutor().setFair(true),
                    factory.isSyncNonTransactional());
        }

        @Override
        public boolean checkMemory(
                boolean runOnFailure,
                @Nullable Runnable whenAvailable,
                @Nullable Runnable whenBlocking,
                @Nullable Consumer<AtomicRunnable> blocked) {
            waitedFor = true;
            return super.checkMemory(runOnFailure, whenAvailable, whenBlocking, blocked);
        }

        @Override
        public boolean checkReleasedMemory() {
            return !waitedFor || super.checkReleasedMemory();
        }
    }
}
