module isp/bench/load_client

go 1.26
